// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1Paging.h"

#include <algorithm>

namespace resync::engine {

V1NumberedPage v1PageHolding(std::size_t offset, std::size_t limit, std::size_t maxSize)
{
    const std::size_t end = offset + limit;
    for (std::size_t number = offset / limit;; --number) { // the fewer before it, the bigger it is
        const std::size_t size = std::max(limit, (end + number) / (number + 1)); // rounded up
        if (size > maxSize)
            break;
        if (number * size <= offset)
            return {size, number, {offset - number * size, limit, size}};
        if (number == 0)
            break;
    }
    const std::size_t first = offset % limit;
    return {limit, offset / limit, {first, limit - first, limit}};
}

} // namespace resync::engine
