// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/EngineReads.h"
#include "agent/mirror/PageChain.h"

#include <functional>
#include <memory>
#include <utility>

namespace resync::mirror {

/// What is known of a list after all its pages were read.
struct ReadPages
{
    std::size_t rows = 0;
    std::optional<std::size_t> total; ///< as the engine counts
    bool isDoubtful = false;          ///< the pages did not join; rows may be missing
};

/// All pages of one query, two at once; each row is handed on as it comes. Answers once, with the
/// first error or when everything was handed on. Thread: the plan thread.
template<typename Row>
class PagedRead : public std::enable_shared_from_this<PagedRead<Row>>
{
public:
    using Sink = std::function<void(const Row &)>;

    PagedRead(EngineReads &reads, RowQuery query, CallPriority priority, Sink sink,
              Callback<ReadPages> done)
        : m_reads(reads)
        , m_query(std::move(query))
        , m_priority(priority)
        , m_sink(std::move(sink))
        , m_done(std::move(done))
        , m_chain(reads.rowsPerPage())
    {}

    void start() { request(); }

private:
    static constexpr int PagesAtOnce = 2;

    void request()
    {
        while (m_done && m_inFlight < PagesAtOnce) {
            const auto ask = m_chain.next();
            if (!ask)
                return;
            ++m_inFlight;
            auto onPage = [self = this->shared_from_this(), ask](Result<Page<Row>> answer) {
                self->take(*ask, std::move(answer));
            };
            m_reads.fetch(PageRequest{ask->offset, ask->limit, m_query, m_priority},
                          Callback<Page<Row>>(std::move(onPage)));
        }
    }

    void take(const typename PageChain<Row>::Ask &ask, Result<Page<Row>> answer)
    {
        --m_inFlight;
        if (!m_done)
            return;
        if (!answer) {
            finish(tl::unexpected<Error>(std::move(answer.error())));
            return;
        }
        m_chain.take(ask, std::move(*answer), [this](const Row &row) {
            ++m_rows;
            m_sink(row);
        });
        request();
        if (m_chain.isComplete() && m_inFlight == 0)
            finish(ReadPages{m_rows, m_chain.total(), m_chain.isDoubtful()});
    }

    void finish(Result<ReadPages> result) { std::exchange(m_done, nullptr)(std::move(result)); }

    EngineReads &m_reads;
    const RowQuery m_query;
    const CallPriority m_priority;
    const Sink m_sink;
    Callback<ReadPages> m_done;
    PageChain<Row> m_chain;
    std::size_t m_rows = 0;
    int m_inFlight = 0;
};

template<typename Row>
void readPages(EngineReads &reads, RowQuery query, CallPriority priority,
               std::function<void(const Row &)> sink, Callback<ReadPages> done)
{
    std::make_shared<PagedRead<Row>>(reads, std::move(query), priority, std::move(sink),
                                     std::move(done))
        ->start();
}

} // namespace resync::mirror
