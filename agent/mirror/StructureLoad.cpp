// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/StructureLoad.h"

#include "agent/mirror/HotRefresh.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds PagePause = 1s;
constexpr milliseconds SinglePause = 500ms;
/// Looked up in one go; the others are found by the next poll.
constexpr std::size_t MostSingles = 1000;

/// The lower, the sooner an operator asks why it waits.
int rankOf(const State::Row &row)
{
    if (row.status == domain::Status::Error || row.status == domain::Status::Blocked)
        return 0;
    return domain::JobFlags{row.flags}.has(domain::JobFlag::Critical) ? 1 : 2;
}

bool wantsList(const JobTable &jobs, std::size_t row)
{
    const State::Row &state = jobs.state().rows[row];
    return state.dependencies != NoShort && state.dependencies > 0 &&
           !(domain::isFinal(state.status) && state.status != domain::Status::Error) &&
           jobs.dependencyKnowledge(row) != Structure::Knowledge::Complete;
}

} // namespace

StructureLoad::StructureLoad(EngineReads &reads, PlanThread &thread, Shown shown,
                             std::function<void()> onLoaded)
    : m_reads(reads)
    , m_thread(thread)
    , m_shown(std::move(shown))
    , m_onLoaded(std::move(onLoaded))
    , m_streams(reads.rowsPerPage())
    , m_jobs(reads.rowsPerPage())
{}

void StructureLoad::restart()
{
    cancel();
    m_batch = {};
    m_streams = PageChain<domain::StreamDependencies>(m_reads.rowsPerPage());
    m_jobs = PageChain<domain::JobDependencies>(m_reads.rowsPerPage());
    m_singles.clear();
    m_asked.clear();
    m_startedAt.reset();
    m_loadedAt.reset();
    m_step = Step::Streams;
    m_isOffered = true;
}

void StructureLoad::poll(Instant now)
{
    if (m_isBusy)
        return;
    if (!m_startedAt)
        m_startedAt = now;
    if (m_step == Step::Single && m_singles.empty())
        findSingles();
    go();
}

void StructureLoad::cancel()
{
    ++m_round;
    m_isBusy = false;
    m_streams.forgetUnanswered();
    m_jobs.forgetUnanswered();
}

void StructureLoad::go()
{
    m_isBusy = false;
    switch (m_step) {
    case Step::Streams:
        return readPage(m_streams);
    case Step::Jobs:
        return readPage(m_jobs);
    case Step::Single:
        return readSingle();
    }
}

template<typename Row>
void StructureLoad::readPage(PageChain<Row> &chain)
{
    const auto ask = chain.next();
    if (!ask)
        return;
    m_isBusy = true;
    m_reads.fetch(
        PageRequest{ask->offset, ask->limit, {}, CallPriority::Sweep},
        Callback<Page<Row>>([this, &chain, ask = *ask, round = m_round](Result<Page<Row>> answer) {
            if (round == m_round)
                onPage(chain, ask, std::move(answer));
        }));
}

template<typename Row>
void StructureLoad::onPage(PageChain<Row> &chain, const typename PageChain<Row>::Ask &ask,
                           Result<Page<Row>> answer)
{
    if (!answer && answer.error().kind != ErrorKind::NotOffered)
        return cancel(); // until the next poll
    if (!answer) {
        m_isOffered = false;
        return onListDone();
    }
    chain.take(ask, std::move(*answer), [this](const Row &row) { m_batch.put(row); });
    if (chain.isComplete())
        onListDone();
    else
        goAfter(PagePause);
}

void StructureLoad::onListDone()
{
    m_step = m_step == Step::Streams ? Step::Jobs : Step::Single;
    if (m_step == Step::Jobs)
        return go();
    m_isBusy = false;
    if (m_isOffered)
        m_loadedAt = m_startedAt;
    m_onLoaded();
}

/// Jobs that came later than the lists, and those whose list came empty.
void StructureLoad::findSingles()
{
    const auto shown = m_shown();
    const JobTable &jobs = *shown->jobs;
    std::vector<std::pair<int, std::size_t>> found;
    for (std::size_t row = 0; row < jobs.size(); ++row)
        if (wantsList(jobs, row) && !m_asked.contains(jobs.keyAt(row)))
            found.emplace_back(rankOf(jobs.state().rows[row]), row);
    std::sort(found.begin(), found.end());
    found.resize(std::min(found.size(), MostSingles));
    for (auto at = found.rbegin(); at != found.rend(); ++at)
        m_singles.push_back(jobs.idAt(at->second));
}

void StructureLoad::readSingle()
{
    if (m_singles.empty())
        return;
    m_isBusy = true;
    m_reads.fetchJobDetail(
        domain::JobId(m_singles.back()),
        [this, id = m_singles.back(), round = m_round](Result<domain::JobDetail> answer) {
            if (round == m_round)
                onSingle(id, std::move(answer));
        });
}

void StructureLoad::onSingle(const std::string &id, Result<domain::JobDetail> answer)
{
    const bool isSaid = answer || answer.error().kind == ErrorKind::NotFound ||
                        answer.error().kind == ErrorKind::NotOffered;
    if (!isSaid)
        return cancel(); // until the next poll
    m_singles.pop_back();
    m_asked.insert(id);
    if (answer && answer->dependencies) {
        domain::JobDependencies list;
        list.job = domain::JobId(id);
        list.list = std::move(*answer->dependencies);
        list.isComplete = !list.list.empty();
        m_batch.put(list);
    }
    goAfter(SinglePause);
}

void StructureLoad::goAfter(milliseconds pause)
{
    m_isBusy = true;
    m_thread.postAfter(pause, [this, round = m_round] {
        if (round == m_round)
            go();
    });
}

} // namespace resync::mirror
