// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace resync::simulator {

/// A business area: owner of a folder, of agents and of streams.
struct Area
{
    std::string_view code; ///< three letters at most
    std::array<std::string_view, 6> subjects;
};

inline constexpr unsigned AreaCount = 10;
[[nodiscard]] std::span<const Area, AreaCount> areas();

/// What the steps of a stream do, roughly in the order in which they do it.
[[nodiscard]] std::span<const std::string_view> stepWords();

/// \a word and \a number with at least \a digits digits: "AGT_FIN" and 1 make "AGT_FIN01".
[[nodiscard]] std::string numbered(std::string_view word, std::uint32_t number,
                                   std::size_t digits = 2);

} // namespace resync::simulator
