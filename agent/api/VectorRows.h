// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace resync::api {

/// A vector in the order of its ids as rows of a list. The id is that of the row, of the stream or
/// job in it, or its position.
template<typename T>
class VectorRows
{
public:
    using Row = T;

    explicit VectorRows(const std::vector<T> &rows)
        : m_rows(rows)
    {}
    [[nodiscard]] static const std::string &idOf(const T &row)
    {
        if constexpr (requires { row.id.value(); })
            return row.id.value();
        else if constexpr (requires { row.stream.id.value(); })
            return row.stream.id.value();
        else if constexpr (requires { row.job.id.value(); })
            return row.job.id.value();
        else
            return row.position;
    }
    [[nodiscard]] std::size_t size() const { return m_rows.size(); }
    [[nodiscard]] std::string_view idAt(std::size_t i) const { return idOf(m_rows[i]); }
    [[nodiscard]] const T &row(std::size_t i, T & /*scratch*/) const { return m_rows[i]; }
    [[nodiscard]] std::size_t firstAfter(std::string_view id) const
    {
        const auto at = std::upper_bound(
            m_rows.begin(), m_rows.end(), id,
            [](std::string_view wanted, const T &row) { return wanted < idOf(row); });
        return static_cast<std::size_t>(at - m_rows.begin());
    }
    [[nodiscard]] const T *find(std::string_view id) const
    {
        const std::size_t after = firstAfter(id);
        return after > 0 && idAt(after - 1) == id ? &m_rows[after - 1] : nullptr;
    }

private:
    const std::vector<T> &m_rows;
};

} // namespace resync::api
