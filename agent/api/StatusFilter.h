// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/QueryReader.h"
#include "shared/domain/Status.h"

#include <string>
#include <string_view>
#include <vector>

namespace resync::api {

/// The parameter status= of a list: common or internal words, comma and repetition mean OR.
class StatusFilter
{
public:
    void add(domain::Status status) { m_statuses.push_back(status); }
    void addInternal(std::string_view word) { m_internal.emplace_back(word); }
    [[nodiscard]] bool isEmpty() const { return m_statuses.empty() && m_internal.empty(); }
    [[nodiscard]] bool matches(domain::Status status, std::string_view internalStatus) const;

private:
    std::vector<domain::Status> m_statuses;
    std::vector<std::string> m_internal;
};

/// Notes unknown words in \a query; appends the canonical form to \a text.
[[nodiscard]] StatusFilter readStatusFilter(QueryReader &query, std::string &text);

} // namespace resync::api
