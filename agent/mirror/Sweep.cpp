// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Sweep.h"

#include "agent/mirror/IdCheck.h"
#include "agent/mirror/IdSet.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr int PagesAtOnce = 2;
constexpr milliseconds LongestPause = 30s;

enum class Step : std::uint8_t { Streams, Jobs, UnseenStreams, UnseenJobs, End };

std::size_t pagesFor(std::size_t rows, std::size_t rowsPerPage)
{
    return (rows + rowsPerPage - 1) / rowsPerPage;
}

bool isOf(const domain::Job &row, const domain::PlanId &plan)
{
    return plan.value().empty() || row.planId.value().empty() || row.planId == plan;
}
bool isOf(const domain::JobStream & /*row*/, const domain::PlanId & /*plan*/)
{
    return true; // streams do not tell
}

void remove(PlanBatch &batch, const domain::Job * /*kind*/, const std::string &id)
{
    batch.removeJob(id);
}
void remove(PlanBatch &batch, const domain::JobStream * /*kind*/, const std::string &id)
{
    batch.removeStream(id);
}

} // namespace

template<typename Row>
struct Sweep::List
{
    explicit List(std::size_t rowsPerPage)
        : chain(rowsPerPage)
    {}

    PageChain<Row> chain;
    IdSet seen;
    std::vector<std::string> unseen; ///< shown, but not seen; asked for from the back
};

struct Sweep::Run
{
    explicit Run(std::size_t rowsPerPage)
        : streams(rowsPerPage)
        , jobs(rowsPerPage)
    {}

    List<domain::JobStream> streams;
    List<domain::Job> jobs;
    Step step = Step::Streams;
};

Sweep::Sweep(EngineReads &reads, PlanThread &thread, PlanBatch &batch, Shown shown, Done done)
    : m_reads(reads)
    , m_thread(thread)
    , m_batch(batch)
    , m_shown(std::move(shown))
    , m_done(std::move(done))
{}

Sweep::~Sweep() = default;

void Sweep::start(Order order)
{
    cancel();
    m_order = std::move(order);
    m_run = std::make_shared<Run>(m_reads.rowsPerPage());
    m_errorsInARow = 0;
    if (m_order.isUrgent)
        pump();
    else
        waitForTurn(gap());
}

void Sweep::cancel()
{
    ++m_round;
    ++m_turn;
    m_inFlight = 0;
    m_isWaiting = false;
    m_run.reset();
}

void Sweep::suspend()
{
    m_isSuspended = true;
    dropUnanswered();
}

void Sweep::resume()
{
    m_isSuspended = false;
    pump();
}

void Sweep::dropUnanswered()
{
    ++m_round;
    m_inFlight = 0;
    if (!m_run)
        return;
    m_run->streams.chain.forgetUnanswered();
    m_run->jobs.chain.forgetUnanswered();
}

void Sweep::pump()
{
    const int most = m_order.isUrgent ? PagesAtOnce : 1;
    bool hasMore = true;
    while (hasMore && m_run && !m_isSuspended && !m_isWaiting && m_inFlight < most) {
        switch (m_run->step) {
        case Step::Streams:
            hasMore = requestPage(m_run->streams);
            break;
        case Step::Jobs:
            hasMore = requestPage(m_run->jobs);
            break;
        case Step::UnseenStreams:
            hasMore = askForUnseen(m_run->streams);
            break;
        case Step::UnseenJobs:
            hasMore = askForUnseen(m_run->jobs);
            break;
        case Step::End:
            hasMore = false;
            break;
        }
    }
}

template<typename Row>
bool Sweep::requestPage(List<Row> &list)
{
    const auto ask = list.chain.next();
    if (!ask)
        return false;
    ++m_inFlight;
    auto onAnswer = [this, run = m_run, round = m_round, &list,
                     ask = *ask](Result<Page<Row>> answer) {
        if (round != m_round)
            return;
        --m_inFlight;
        if (answer)
            onPage(list, ask, std::move(*answer));
        else
            retryAfter(answer.error());
    };
    m_reads.fetch(PageRequest{ask->offset, ask->limit, {}, priority()},
                  Callback<Page<Row>>(std::move(onAnswer)));
    return true;
}

template<typename Row>
void Sweep::onPage(List<Row> &list, const typename PageChain<Row>::Ask &ask, Page<Row> page)
{
    bool isOnePlan = true;
    list.chain.take(ask, std::move(page), [&](const Row &row) {
        isOnePlan = isOnePlan && isOf(row, m_order.plan);
        list.seen.insert(idOf(row));
        m_batch.put(row);
    });
    m_errorsInARow = 0;
    m_lastError.reset();
    if (!isOnePlan)
        end(SweepEnd::OtherPlan);
    else if (list.chain.isComplete())
        onStepDone();
    else
        waitForTurn(gap());
}

void Sweep::onStepDone()
{
    m_run->step = static_cast<Step>(static_cast<int>(m_run->step) + 1);
    if (m_run->step == Step::UnseenStreams && !findUnseen())
        return end(SweepEnd::OtherPlan);
    if (m_run->step == Step::UnseenStreams && m_run->streams.unseen.empty())
        m_run->step = Step::UnseenJobs;
    if (m_run->step == Step::UnseenJobs && m_run->jobs.unseen.empty())
        m_run->step = Step::End;
    if (m_run->step == Step::End)
        end(SweepEnd::Complete);
    else
        waitForTurn(gap());
}

/// False: so many are missing that this is another plan, or one that is being exchanged.
bool Sweep::findUnseen()
{
    const auto shown = m_shown();
    for (const auto &row : *shown->streams)
        if (!m_run->streams.seen.contains(IdKey(row.stream.id.value())))
            m_run->streams.unseen.push_back(row.stream.id.value());
    const JobTable &jobs = *shown->jobs;
    for (std::size_t i = 0; i < jobs.size(); ++i)
        if (!m_run->jobs.seen.contains(jobs.keyAt(i)))
            m_run->jobs.unseen.emplace_back(jobs.idAt(i));
    return 2 * m_run->jobs.unseen.size() <= jobs.size() &&
           2 * m_run->streams.unseen.size() <= shown->streams->size();
}

template<typename Row>
bool Sweep::askForUnseen(List<Row> &list)
{
    if (m_inFlight > 0)
        return false;
    ++m_inFlight;
    const std::size_t count = std::min(RowQuery::MaxIds, list.unseen.size());
    const std::vector<std::string> ids(list.unseen.end() - static_cast<std::ptrdiff_t>(count),
                                       list.unseen.end());
    auto rows = std::make_shared<std::vector<Row>>();
    auto gone = std::make_shared<std::vector<std::string>>();
    checkIds<Row>(
        m_reads, ids, priority(), [rows](const Row &row) { rows->push_back(row); },
        [gone](const std::string &id) { gone->push_back(id); },
        [this, run = m_run, round = m_round, &list, ids, rows, gone](Result<> answer) {
            if (round != m_round)
                return;
            --m_inFlight;
            if (answer)
                return onAsked(list, *gone, *rows);
            if (answer.error().kind != ErrorKind::NotOffered)
                return retryAfter(answer.error());
            // the sweep itself is all that this engine has to say about them
            onAsked(list, list.chain.isDoubtful() ? std::vector<std::string>() : ids, {});
        });
    return false;
}

template<typename Row>
void Sweep::onAsked(List<Row> &list, const std::vector<std::string> &gone,
                    const std::vector<Row> &rows)
{
    for (const Row &row : rows)
        m_batch.put(row);
    for (const auto &id : gone)
        remove(m_batch, static_cast<const Row *>(nullptr), id);
    m_errorsInARow = 0;
    list.unseen.resize(list.unseen.size() - std::min(RowQuery::MaxIds, list.unseen.size()));
    if (list.unseen.empty())
        onStepDone();
    else
        waitForTurn(gap());
}

/// A refused login is not tried again before a refresh has succeeded: that one knows how to wait.
void Sweep::retryAfter(const Error &error)
{
    m_lastError = error;
    dropUnanswered();
    if (error.kind == ErrorKind::Unauthorized) {
        m_isSuspended = true;
        return;
    }
    const milliseconds pause =
        std::min<milliseconds>(1s * (1 << std::min(m_errorsInARow, 5)), LongestPause);
    ++m_errorsInARow;
    waitForTurn(std::max(pause, gap()));
}

void Sweep::waitForTurn(milliseconds delay)
{
    if (delay == 0ms)
        return pump();
    m_isWaiting = true;
    const auto turn = ++m_turn;
    m_thread.postAfter(delay, [this, turn] {
        if (turn != m_turn)
            return;
        m_isWaiting = false;
        pump();
    });
}

void Sweep::end(SweepEnd how)
{
    cancel();
    m_done(how);
}

/// Between two requests.
milliseconds Sweep::gap() const
{
    if (m_order.isUrgent)
        return 0ms;
    const auto shown = m_shown();
    const std::size_t pages = pagesFor(shown->streams->size(), m_reads.rowsPerPage()) +
                              pagesFor(shown->jobs->size(), m_reads.rowsPerPage());
    return m_order.spread / static_cast<milliseconds::rep>(std::max<std::size_t>(1, pages));
}

CallPriority Sweep::priority() const
{
    return m_order.isUrgent ? CallPriority::Person : CallPriority::Sweep;
}

} // namespace resync::mirror
