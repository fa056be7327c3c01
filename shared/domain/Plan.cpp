// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Plan.h"

#include <array>

namespace resync::domain {

namespace {
constexpr std::array<std::string_view, 3> Words = {"none", "in_progress", "overdue"};
}

std::string_view toString(Rollover rollover)
{
    return Words.at(static_cast<std::size_t>(rollover));
}

std::optional<Rollover> rolloverFromWord(std::string_view word)
{
    for (std::size_t i = 0; i < Words.size(); ++i)
        if (Words.at(i) == word)
            return static_cast<Rollover>(i);
    return std::nullopt;
}

} // namespace resync::domain
