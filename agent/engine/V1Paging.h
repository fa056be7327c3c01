// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace resync::engine {

/// Which rows of an answer of API v1 are wanted.
struct V1Window
{
    std::size_t first = 0;    ///< rows of the answer before the first one wanted
    std::size_t most = 2000;  ///< rows wanted from there on
    std::size_t asked = 2000; ///< rows that the engine was asked for
};

/// A page by number: the rows [number · size, (number + 1) · size) of a list, and what of them is
/// wanted.
struct V1NumberedPage
{
    std::size_t size = 0;
    std::size_t number = 0;
    V1Window window;
};

/// The smallest page that holds the rows [offset, offset + limit): API v1 counts in whole pages,
/// while the mirror lets its pages overlap. Where no page of at most \a maxSize rows holds them
/// all, one that holds the first of them.
[[nodiscard]] V1NumberedPage v1PageHolding(std::size_t offset, std::size_t limit,
                                           std::size_t maxSize);

} // namespace resync::engine
