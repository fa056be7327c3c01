// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/StatusFilter.h"

#include "shared/core/Text.h"

#include <algorithm>

namespace resync::api {

bool StatusFilter::matches(domain::Status status, std::string_view internalStatus) const
{
    return std::find(m_statuses.begin(), m_statuses.end(), status) != m_statuses.end() ||
           std::find(m_internal.begin(), m_internal.end(), internalStatus) != m_internal.end();
}

StatusFilter readStatusFilter(QueryReader &query, std::string &text)
{
    StatusFilter filter;
    for (const std::string &value : query.texts("status")) {
        for (const std::string_view word : split(value, ',')) {
            if (const auto status = domain::statusFromWord(word)) {
                filter.add(*status);
            } else if (const auto internal = domain::internalStatusFromEngine(word);
                       !internal.empty()) {
                filter.addInternal(internal);
            } else {
                query.reject("status",
                             "status: must be one of waiting, ready, running, successful, "
                             "error, canceled, held, undecided, blocked, suppress or an "
                             "internal status such as abend, fail, exec, hold");
                continue;
            }
            text += "status=" + toLower(word) + '\n';
        }
    }
    return filter;
}

} // namespace resync::api
