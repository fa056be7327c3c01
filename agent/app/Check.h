// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Load.h"

#include <string>
#include <vector>

namespace resync::app {

/// One line of `resync-agent check`.
struct CheckResult
{
    enum class State { Ok, Warning, Failed };

    std::string name; ///< configuration, engine mdm01:31116, port, state_dir …
    State state = State::Ok;
    std::string message; ///< what is, and for a failure the way out; no secret

    bool operator==(const CheckResult &) const = default;
};

/// Whether the Resync agent could work here: the configuration as a start reads it, with
/// validators, each host of the engine (asked for real, with the login), the own port, and how long
/// the server's certificate is valid. What depends on an error of the configuration is left out.
/// Waits for the engine, at most its timeouts. Thread: one with a QCoreApplication.
[[nodiscard]] std::vector<CheckResult> runChecks(const config::LoadOutcome &outcome);

[[nodiscard]] bool haveFailed(const std::vector<CheckResult> &results);
/// One line each: "ok    port  0.0.0.0:8000 is free".
[[nodiscard]] std::string checksText(const std::vector<CheckResult> &results);
/// {"ok":false,"checks":[{"name","status":"ok|warning|failed","message"}]}.
[[nodiscard]] std::string checksJson(const std::vector<CheckResult> &results);

} // namespace resync::app
