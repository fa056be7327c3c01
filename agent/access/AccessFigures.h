// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Refusal.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace resync::access {

/// What access counted since the start; a copy.
struct AccessFigures
{
    std::array<std::uint64_t, AllRefusals.size()> refusals{}; ///< by Refusal
    std::uint64_t lockouts = 0;                               ///< locks that began
    std::uint64_t logins = 0;                                 ///< sessions that began
    std::uint64_t renewals = 0;                               ///< tokens that were renewed
    std::uint64_t remembered = 0; ///< credentials that needed no slow check
    std::uint64_t checks = 0;     ///< slow checks that were made
    std::size_t checksInHand = 0; ///< that wait or run now
    std::size_t apiTokens = 0;    ///< that exist now
};

/// Thread: any.
struct AccessCounters
{
    std::array<std::atomic<std::uint64_t>, AllRefusals.size()> refusals{};
    std::atomic<std::uint64_t> lockouts{0};
    std::atomic<std::uint64_t> logins{0};
    std::atomic<std::uint64_t> renewals{0};
    std::atomic<std::uint64_t> remembered{0};
    std::atomic<std::uint64_t> checks{0};
};

} // namespace resync::access
