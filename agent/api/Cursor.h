// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace resync::api {

/// Where the next page begins: behind the row with this sort key and id. It names values, not a
/// position, so it survives a refresh; it is bound to the filter and order it was made with.
struct Cursor
{
    std::string key; ///< empty in the default order
    std::string id;

    bool operator==(const Cursor &) const = default;
};

/// \a selection: everything of the request that decides which rows in which order.
[[nodiscard]] std::string encodeCursor(const Cursor &cursor, std::string_view selection);
/// Nothing: not a cursor of ours, or of another selection.
[[nodiscard]] std::optional<Cursor> decodeCursor(std::string_view text, std::string_view selection);

} // namespace resync::api
