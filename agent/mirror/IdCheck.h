// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/PagedRead.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace resync::mirror {

/// Asks for rows by their ids, a hundred at a time: \a put gets each one that is there, \a gone the
/// ids that the engine does not know any more. Answers once; NotOffered: this engine cannot be
/// asked so. Thread: the plan thread.
template<typename Row>
class IdCheck : public std::enable_shared_from_this<IdCheck<Row>>
{
public:
    using Put = std::function<void(const Row &)>;
    using Gone = std::function<void(const std::string &)>;

    IdCheck(EngineReads &reads, std::vector<std::string> ids, CallPriority priority, Put put,
            Gone gone, Callback<> done)
        : m_reads(reads)
        , m_ids(std::move(ids))
        , m_priority(priority)
        , m_put(std::move(put))
        , m_gone(std::move(gone))
        , m_done(std::move(done))
    {}

    void next()
    {
        if (m_asked == m_ids.size())
            return m_done({});
        RowQuery query;
        query.form = RowQuery::Form::Ids;
        const std::size_t count = std::min(RowQuery::MaxIds, m_ids.size() - m_asked);
        const auto first = m_ids.begin() + static_cast<std::ptrdiff_t>(m_asked);
        query.ids.assign(first, first + static_cast<std::ptrdiff_t>(count));
        m_asked += count;
        m_open = {query.ids.begin(), query.ids.end()};
        auto self = this->shared_from_this();
        readPages<Row>(
            m_reads, std::move(query), m_priority,
            [self](const Row &row) {
                self->m_open.erase(idOf(row));
                self->m_put(row);
            },
            [self](Result<ReadPages> answer) { self->onAnswer(std::move(answer)); });
    }

private:
    void onAnswer(Result<ReadPages> answer)
    {
        if (!answer)
            return m_done(tl::unexpected<Error>(std::move(answer.error())));
        for (const auto &id : m_open)
            m_gone(id);
        next();
    }

    EngineReads &m_reads;
    const std::vector<std::string> m_ids;
    const CallPriority m_priority;
    const Put m_put;
    const Gone m_gone;
    const Callback<> m_done;
    std::size_t m_asked = 0;
    std::unordered_set<std::string> m_open; ///< of the last hundred, not seen yet
};

template<typename Row>
void checkIds(EngineReads &reads, std::vector<std::string> ids, CallPriority priority,
              typename IdCheck<Row>::Put put, typename IdCheck<Row>::Gone gone, Callback<> done)
{
    std::make_shared<IdCheck<Row>>(reads, std::move(ids), priority, std::move(put), std::move(gone),
                                   std::move(done))
        ->next();
}

} // namespace resync::mirror
