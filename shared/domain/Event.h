// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Statement.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace resync::domain {

enum class Severity : unsigned char { Info, Warning, Error, Critical };
[[nodiscard]] std::string_view toString(Severity severity);

/// What an event is about (api.md §4). Empty text: unknown.
struct Subject
{
    std::string kind; ///< job job_stream workstation plan component alert cache config
    std::string id;
    std::string ref;
    std::string name;

    bool operator==(const Subject &) const = default;
};

/// Something that happened (api.md §5, "Event"). \c before and \c after are words of the
/// subject's vocabulary ("running", "error"); empty: not applicable.
struct Event
{
    std::string id;       ///< "<epoch>-<generation>-<n>"; given by the EventLog
    std::string type;     ///< job.status jobs.changed job_stream.status workstation.link …
    Instant at{};         ///< when it happened, by the engine's account where it tells
    Instant observedAt{}; ///< when this agent saw it
    Severity severity = Severity::Info;
    std::uint64_t generation = 0; ///< of the snapshot that shows it
    Subject subject;
    std::string before;
    std::string after;
    Statement message;
    std::string source; ///< engine, agent, demo

    bool operator==(const Event &) const = default;
};

} // namespace resync::domain
