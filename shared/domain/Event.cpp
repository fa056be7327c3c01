// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Event.h"

#include <array>
#include <cstddef>

namespace resync::domain {

std::string_view toString(Severity severity)
{
    static constexpr std::array<std::string_view, 4> Words = {"info", "warning", "error",
                                                              "critical"};
    return Words.at(static_cast<std::size_t>(severity));
}

} // namespace resync::domain
