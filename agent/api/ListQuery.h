// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Cursor.h"
#include "agent/api/QueryReader.h"
#include "agent/api/SortOrder.h"
#include "shared/protocol/FieldSelection.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace resync::api {

/// What every list takes: limit, cursor, sort, fields, max_age.
struct ListQuery
{
    static constexpr std::size_t DefaultLimit = 100;
    static constexpr std::size_t MaxLimit = 10'000;

    std::size_t limit = DefaultLimit;
    std::optional<Cursor> cursor;
    SortParts sort;
    protocol::FieldSelection fields;
    std::optional<milliseconds> maxAge;
    std::string selection; ///< canonical text of filter and order: what a cursor is bound to
    bool isFiltered = false;

    /// Answered on the reactor: at most 200 rows in default order, unfiltered (design §4).
    [[nodiscard]] bool isLight() const { return limit <= 200 && sort.empty() && !isFiltered; }
    /// What besides plan and encoding decides the body.
    void appendCacheKey(std::string &key) const;
};

using FieldParser = Result<protocol::FieldSelection> (*)(std::string_view);

/// Reads the parameters of a list beside its filters, of which \a filterText is the canonical text
/// (empty: no filter). What is wrong is noted in \a query.
[[nodiscard]] ListQuery readListQuery(QueryReader &query, std::string_view list,
                                      const std::vector<std::string_view> &sortable,
                                      FieldParser parseFields, const std::string &filterText);

} // namespace resync::api
