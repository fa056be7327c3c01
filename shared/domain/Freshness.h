// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <optional>
#include <string>
#include <string_view>

namespace resync::domain {

enum class StaleReason {
    TooOld,
    EngineUnreachable,
    EngineUnauthorized,
    Invalidated,
    SweepInProgress,
    RecountPending,
    RolloverInProgress,
    RefreshPending,
    Unspecified ///< a newer Resync agent gave a reason that this program does not know
};
[[nodiscard]] std::string_view toString(StaleReason reason);
[[nodiscard]] std::optional<StaleReason> staleReasonFromWord(std::string_view word);
[[nodiscard]] std::string_view describe(StaleReason reason); ///< one English sentence

enum class Source { Engine, Redis, Demo };
[[nodiscard]] std::string_view toString(Source source);
[[nodiscard]] std::optional<Source> sourceFromWord(std::string_view word);

/// How old an answer is and where it came from (api.md §2).
struct Freshness
{
    std::optional<Instant> asOf;       ///< start of the last completed refresh; none: never read
    std::optional<StaleReason> reason; ///< set: stale, and why
    Source source = Source::Engine;

    [[nodiscard]] bool isStale() const { return reason.has_value(); }
    bool operator==(const Freshness &) const = default;
};

} // namespace resync::domain
