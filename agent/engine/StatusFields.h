// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/JsonFields.h"
#include "shared/domain/Status.h"

#include <optional>
#include <string>

namespace resync::engine {

/// The two statuses that an engine gives a job, a run or a stream.
struct StatusFields
{
    std::string common;   ///< "ERROR"
    std::string internal; ///< "ABEND"
    std::string sub;
    std::optional<bool> canceled;
    std::optional<bool> cancelPending;

    [[nodiscard]] bool isKnown() const { return !common.empty() || !internal.empty(); }
};

/// Reads a "…CompositeStatus" object.
[[nodiscard]] error_code readCompositeStatus(JsonValue &value, StatusFields &out);

/// Canceled when the engine says so beside another status; else its common status where it gives
/// one, else what its internal status amounts to.
[[nodiscard]] domain::Status statusOf(const StatusFields &fields, std::optional<int> priority);
/// The v2 word in lower case; an unknown word in lower case; empty when there is none.
[[nodiscard]] std::string internalStatusOf(const StatusFields &fields);
/// The engine's word that explains most: the common one if we do not know it, else the internal.
[[nodiscard]] std::string rawStatusOf(const StatusFields &fields);

} // namespace resync::engine
