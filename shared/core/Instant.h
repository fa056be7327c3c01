// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace resync {

/// A point in time, UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using std::chrono::milliseconds;

/// RFC 3339 in UTC with milliseconds: "2026-11-24T01:14:20.000Z". Years 0000–9999; what lies
/// outside of them is written as their first or last instant.
[[nodiscard]] std::string formatInstant(Instant at);
/// The same, appended to \a out without another allocation.
void appendInstant(std::string &out, Instant at);

/// Reads RFC 3339 and what engines send: seconds and fraction are optional, the offset is "Z",
/// "+hh:mm", "+hhmm" or absent (then UTC). Nothing for any other text, an impossible date or an
/// instant outside of the years 0000–9999.
[[nodiscard]] std::optional<Instant> parseInstant(std::string_view text);

/// The longest span of time that is read, a century: what is longer tells nothing, and no sum of
/// spans and an instant overflows.
inline constexpr milliseconds LongestSpan = std::chrono::days(36'525);

/// Reads an ISO 8601 duration of days and smaller: "PT1M30S", "P1DT2H", "PT0.5S". Nothing for any
/// other text or more than LongestSpan.
[[nodiscard]] std::optional<milliseconds> parseIsoDuration(std::string_view text);
/// "PT2M11S"; negative durations are written as zero.
[[nodiscard]] std::string formatIsoDuration(milliseconds span);

/// Reads an HTTP date in the preferred form (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::optional<Instant> parseHttpDate(std::string_view text);
[[nodiscard]] std::string formatHttpDate(Instant at);

/// Seconds with three decimals where they matter; for JSON numbers.
[[nodiscard]] double toSeconds(milliseconds span);

} // namespace resync
