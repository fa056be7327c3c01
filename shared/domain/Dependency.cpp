// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Dependency.h"

#include <array>
#include <cstddef>

namespace resync::domain {

std::string_view toString(DependencyType type)
{
    static constexpr std::array<std::string_view, 7> Words = {
        "job", "job_stream", "resource", "prompt", "file", "internetwork", "join"};
    return Words.at(static_cast<std::size_t>(type));
}

std::string_view toString(DependencyStatus status)
{
    static constexpr std::array<std::string_view, 4> Words = {"satisfied", "unsatisfied",
                                                              "undecided", "unbound"};
    return Words.at(static_cast<std::size_t>(status));
}

} // namespace resync::domain
