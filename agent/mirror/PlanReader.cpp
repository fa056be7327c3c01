// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PlanReader.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>

namespace resync::mirror {

namespace {

constexpr int PagesAtOnce = 2;

/// All pages of one collection.
template<typename Row>
class PagedRead : public std::enable_shared_from_this<PagedRead<Row>>
{
public:
    struct Rows
    {
        std::vector<Row> rows;
        std::optional<std::size_t> total;
        std::uint64_t calls = 0;
    };
    using Fetch = std::function<void(PageRequest, Callback<Page<Row>>)>;

    PagedRead(Fetch fetch, std::size_t rowsPerPage, Callback<Rows> done)
        : m_fetch(std::move(fetch))
        , m_rowsPerPage(rowsPerPage)
        , m_done(std::move(done))
    {}

    void start() { request(); }

private:
    void request()
    {
        ++m_inFlight;
        ++m_result.calls;
        PageRequest page;
        page.offset = m_nextOffset;
        page.limit = m_rowsPerPage;
        m_nextOffset += m_rowsPerPage;
        m_fetch(page, [self = this->shared_from_this()](Result<Page<Row>> answer) {
            self->onPage(std::move(answer));
        });
    }

    void onPage(Result<Page<Row>> answer)
    {
        --m_inFlight;
        if (!m_done)
            return;
        if (!answer) {
            finish(tl::unexpected<Error>(std::move(answer.error())));
            return;
        }
        m_isComplete = m_isComplete || answer->isLast || answer->rows.empty();
        if (m_result.rows.empty() && !m_isComplete)
            followEngineLimit(answer->rows.size());
        m_result.total = answer->total ? answer->total : m_result.total;
        std::move(answer->rows.begin(), answer->rows.end(), std::back_inserter(m_result.rows));
        requestMore();
        if (m_inFlight == 0)
            finish(std::move(m_result));
    }

    /// An engine may allow fewer rows a page than asked for; the first page tells.
    void followEngineLimit(std::size_t rowsGiven)
    {
        m_rowsPerPage = std::min(m_rowsPerPage, rowsGiven);
        m_nextOffset = m_rowsPerPage;
    }

    /// The second page at once is only asked for when the engine's count says that it exists.
    void requestMore()
    {
        while (!m_isComplete && m_inFlight < PagesAtOnce) {
            const bool isExpected =
                m_result.total ? m_nextOffset < *m_result.total : m_inFlight == 0;
            if (!isExpected)
                return;
            request();
        }
    }

    void finish(Result<Rows> result) { std::exchange(m_done, nullptr)(std::move(result)); }

    Fetch m_fetch;
    std::size_t m_rowsPerPage;
    Callback<Rows> m_done;
    Rows m_result;
    std::size_t m_nextOffset = 0;
    int m_inFlight = 0;
    bool m_isComplete = false;
};

/// Identity, then workstations, streams and jobs, one after the other.
class PlanReader : public std::enable_shared_from_this<PlanReader>
{
public:
    PlanReader(Engine &engine, CollectionSet wanted, std::size_t rowsPerPage,
               Callback<PlanRead> done)
        : m_engine(engine)
        , m_wanted(wanted)
        , m_rowsPerPage(rowsPerPage)
        , m_done(std::move(done))
    {}

    void start()
    {
        ++m_read.calls;
        const auto asked = std::chrono::steady_clock::now();
        m_engine.fetchIdentity(
            [self = shared_from_this(), asked](Result<domain::EngineIdentity> answer) {
                if (!answer)
                    return self->fail(answer.error(), "engine info");
                self->m_read.pingTook = std::chrono::steady_clock::now() - asked;
                self->m_read.engine = std::move(*answer);
                self->readWorkstations();
            });
    }

private:
    void readWorkstations()
    {
        readCollection<domain::Workstation>(
            Collection::Workstations, m_read.workstations,
            [this](PageRequest page, auto done) {
                m_engine.fetchWorkstations(page, std::move(done));
            },
            [this] { readStreams(); });
    }

    void readStreams()
    {
        readCollection<domain::JobStream>(
            Collection::JobStreams, m_read.streams,
            [this](PageRequest page, auto done) {
                m_engine.fetchJobStreams(page, std::move(done));
            },
            [this] { readJobs(); });
    }

    void readJobs()
    {
        readCollection<domain::Job>(
            Collection::Jobs, m_read.jobs,
            [this](PageRequest page, auto done) { m_engine.fetchJobs(page, std::move(done)); },
            [this] { m_done(std::move(m_read)); });
    }

    template<typename Row>
    void readCollection(Collection collection, std::optional<std::vector<Row>> &into,
                        typename PagedRead<Row>::Fetch fetch, std::function<void()> next)
    {
        if (!m_wanted.has(collection))
            return next();
        using Rows = typename PagedRead<Row>::Rows;
        auto onRows = [self = shared_from_this(), collection, &into,
                       next = std::move(next)](Result<Rows> answer) {
            if (!answer)
                return self->fail(answer.error(), toString(collection));
            self->m_read.calls += answer->calls;
            self->compareCount(answer->rows.size(), answer->total);
            into = std::move(answer->rows);
            next();
        };
        std::make_shared<PagedRead<Row>>(std::move(fetch), m_rowsPerPage, std::move(onRows))
            ->start();
    }

    void compareCount(std::size_t rows, std::optional<std::size_t> total)
    {
        if (!total)
            return;
        const auto difference = static_cast<long long>(*total) - static_cast<long long>(rows);
        m_read.divergence =
            m_read.divergence.value_or(0) + static_cast<int>(std::llabs(difference));
    }

    void fail(const Error &error, std::string_view what)
    {
        m_done(tl::unexpected<Error>(error.during("read " + std::string(what))));
    }

    Engine &m_engine;
    CollectionSet m_wanted;
    std::size_t m_rowsPerPage;
    Callback<PlanRead> m_done;
    PlanRead m_read;
};

} // namespace

CollectionSet CollectionSet::all()
{
    return of(Scope::System);
}

CollectionSet CollectionSet::of(Scope scope)
{
    CollectionSet set;
    for (const Collection c : AllCollections)
        if (covers(scope, c))
            set.add(c);
    return set;
}

void readPlan(Engine &engine, CollectionSet wanted, std::size_t rowsPerPage,
              Callback<PlanRead> done)
{
    std::make_shared<PlanReader>(engine, wanted, rowsPerPage, std::move(done))->start();
}

} // namespace resync::mirror
