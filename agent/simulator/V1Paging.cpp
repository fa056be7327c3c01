// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/V1Paging.h"

#include "shared/core/Text.h"

#include <limits>

namespace resync::simulator::v1 {

namespace {

Result<std::optional<std::size_t>> readNumber(const http::Request &request, std::string_view name,
                                              std::size_t high)
{
    const std::string *text = request.header(name);
    if (!text)
        return std::optional<std::size_t>();
    const auto number = parseNatural(*text);
    if (!number || *number > high)
        return fail(ErrorKind::InvalidInput, "the header " + std::string(name) +
                                                 " must be a number up to " + std::to_string(high));
    return std::optional(static_cast<std::size_t>(*number));
}

} // namespace

Result<Part> readPart(const http::Request &request)
{
    constexpr std::size_t Most = std::numeric_limits<std::uint32_t>::max();
    const auto howMany = readNumber(request, "How-Many", Part::MaxRows);
    if (!howMany)
        return tl::unexpected(howMany.error());
    const auto pageSize = readNumber(request, "Query-PageSize", Part::MaxRows);
    if (!pageSize)
        return tl::unexpected(pageSize.error());
    const auto pageNumber = readNumber(request, "Query-PageNumber", Most);
    if (!pageNumber)
        return tl::unexpected(pageNumber.error());
    const auto last = readNumber(request, "Last-Object", Most);
    if (!last)
        return tl::unexpected(last.error());
    const bool hasPages = *pageSize || *pageNumber;
    if (hasPages && (*howMany || *last))
        return fail(ErrorKind::InvalidInput, "How-Many excludes Query-PageSize");
    Part part;
    part.afterRow = *last;
    if (hasPages) {
        part.limit = pageSize->value_or(Part::MaxRows);
        part.skipped = part.limit * pageNumber->value_or(0);
    } else if (*howMany) {
        part.limit = **howMany == 0 ? std::numeric_limits<std::size_t>::max() : **howMany;
    }
    const std::string *count = request.header("Context-ObjectCount");
    part.isCounted = count && *count == "1";
    return part;
}

} // namespace resync::simulator::v1
