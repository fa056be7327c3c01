// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Filter.h"

#include <string_view>
#include <vector>

namespace resync::domain {

/// "ws", "status" …; empty for Text.
[[nodiscard]] std::string_view filterFieldWord(FilterField field);
[[nodiscard]] std::string_view filterFlagWord(FilterFlag flag);

/// The terms of a query; grammar and errors as Filter::addQuery.
[[nodiscard]] Result<std::vector<FilterTerm>> parseFilterTerms(std::string_view query,
                                                               const FilterClock &clock);
/// The values of one field, separated by commas; blanks belong to them.
[[nodiscard]] Result<std::vector<FilterValue>> parseFilterValues(FilterField field,
                                                                 std::string_view text,
                                                                 const FilterClock &clock);

} // namespace resync::domain
