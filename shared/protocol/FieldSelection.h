// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace resync::protocol {

/// Which members of a row are written (parameter fields=): one bit for each entry of the row's
/// field table. Made by the select…Fields() function of a shape; the default selects everything.
class FieldSelection
{
public:
    FieldSelection() = default;
    explicit FieldSelection(std::uint64_t bits)
        : m_bits(bits)
    {}

    [[nodiscard]] bool has(std::size_t field) const { return ((m_bits >> field) & 1U) != 0; }
    [[nodiscard]] std::uint64_t bits() const { return m_bits; }
    bool operator==(const FieldSelection &) const = default;

private:
    std::uint64_t m_bits = ~std::uint64_t(0);
};

/// The name of a member as fields= spells it: "name", or "group.name" for a nested one.
struct FieldName
{
    std::string_view group; ///< empty: not nested
    std::string_view name;
};

/// Reads "id,run.started_at,run" against a shape's names; a group alone means all of it.
/// InvalidInput: an empty list or an unknown name; the message gives its place in the list and the
/// names there are, never the text itself.
[[nodiscard]] Result<FieldSelection> parseFieldSelection(std::string_view text,
                                                         const std::vector<FieldName> &names);

} // namespace resync::protocol
