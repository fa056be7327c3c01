// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Ids.h"

#include <optional>
#include <string>

namespace resync::domain {

/// A question that the engine asks its operators. Empty text: unknown.
struct Prompt
{
    PromptId id;
    std::string name; ///< empty for a prompt of its own ("ad hoc")
    std::optional<long long> number;
    std::string text;
    std::string status; ///< not_asked asked answered_yes answered_no
    std::string type;   ///< lower_snake: "predefined_prompt"
    JobId job;
    JobStreamId stream;
    std::optional<Instant> askedAt;
    std::optional<Instant> answeredAt;

    bool operator==(const Prompt &) const = default;
};

} // namespace resync::domain
