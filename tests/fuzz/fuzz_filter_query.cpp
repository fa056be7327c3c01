// SPDX-License-Identifier: GPL-3.0-or-later
// A query of the filter grammar (the parameter q).
#include "shared/core/Text.h"
#include "tests/fuzz/Filters.h"

#include <algorithm>
#include <string>
#include <string_view>

using namespace resync;
using namespace resync::domain;
using resync::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view query = fuzz::textOf(data, size);
    Filter filter;
    const auto added = filter.addQuery(query, fuzz::filterClock());
    if (!added) {
        require(filter.isEmpty(), "a refused query adds nothing");
        require(isUtf8(added.error().message), "a message is UTF-8");
        return 0;
    }
    require(query.size() <= Filter::MaxLength, "a query keeps its limit");
    fuzz::checkText(filter);
    return 0;
}
