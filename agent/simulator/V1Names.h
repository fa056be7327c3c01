// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <string>
#include <string_view>

namespace resync::simulator::v1 {

/// Ids of API v1: "WORKSTATION;INTERNALID;JOB" (a stream has no third part), as Base64 or readable.
/// An id of API v2 is taken too.
struct IdStyle
{
    bool isReadable = false; ///< header Id-Encoding: 0
};

[[nodiscard]] std::string workstationId(const PlanView &view, Row workstation, IdStyle style);
[[nodiscard]] std::string streamId(const PlanView &view, Row stream, IdStyle style);
[[nodiscard]] std::string jobId(const PlanView &view, Row job, IdStyle style);
[[nodiscard]] std::optional<Row> jobOf(const PlanView &view, std::string_view id);

/// The v1 spelling of a v2 internal status: "FAIL" is "FAILED", "CANCL" is "CANCEL" …
[[nodiscard]] std::string_view internalWord(std::string_view v2);
[[nodiscard]] std::string_view engineWord(WorkstationType type); ///< "BROKER", "XA" …

} // namespace resync::simulator::v1
