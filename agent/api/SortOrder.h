// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/core/Result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::api {

/// Builds keys whose order as bytes is the wanted order: ascending or descending per part, unknown
/// values always last. Text is compared without regard to ASCII case.
class SortKey
{
public:
    void add(std::string_view text, bool isDescending);
    void add(std::optional<std::int64_t> number, bool isDescending);
    void add(const std::optional<Instant> &at, bool isDescending);
    void add(const std::optional<int> &number, bool isDescending);

    [[nodiscard]] std::string take() { return std::move(m_bytes); }

private:
    void append(char byte, bool isDescending);

    std::string m_bytes;
};

/// One way to sort rows of a type: the parameter's word and how a row adds to the key.
template<typename Row>
struct SortField
{
    std::string_view name;
    void (*add)(SortKey &, const Row &, bool isDescending);
};

/// One part of sort=-deadline_at,name: index into the fields of the list.
struct SortPart
{
    std::size_t field = 0;
    bool isDescending = false;

    bool operator==(const SortPart &) const = default;
};
using SortParts = std::vector<SortPart>; ///< empty: the default order, by id

/// InvalidInput: an empty part, an unknown word or one that is there twice (a key grows with each
/// part); the message lists the words there are.
[[nodiscard]] Result<SortParts> parseSort(std::string_view text,
                                          const std::vector<std::string_view> &names);

template<typename Row>
[[nodiscard]] std::string sortKey(const Row &row, const SortParts &parts,
                                  const std::vector<SortField<Row>> &fields)
{
    SortKey key;
    for (const SortPart &part : parts)
        fields[part.field].add(key, row, part.isDescending);
    return key.take();
}

} // namespace resync::api
