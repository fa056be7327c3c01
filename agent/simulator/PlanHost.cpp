// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanHost.h"

#include "agent/simulator/PlanJson.h"

#include <algorithm>
#include <utility>

namespace resync::simulator {

namespace {

using std::chrono::minutes;

constexpr std::size_t MaxConstantAnswers = 16;
constexpr minutes FinalTime{7};     ///< FINAL and FINALPOSTREPORTS need it after the day's end
constexpr minutes ExtensionTime{1}; ///< a plan extension shows an empty plan for so long
constexpr std::uint8_t OtherPriority = 11;

Instant planStart(Instant now)
{
    using Quarter = std::chrono::duration<std::int64_t, std::ratio<900>>;
    return std::chrono::floor<Quarter>(now - minutes(150));
}

std::vector<Row> sortedById(const IdBook &ids, IdKind kind, std::size_t count)
{
    std::vector<std::pair<std::uint64_t, Row>> keyed(count);
    for (Row row = 0; row < count; ++row)
        keyed[row] = {ids.firstHalf(kind, row), row};
    std::sort(keyed.begin(), keyed.end());
    std::vector<Row> rows(count);
    std::transform(keyed.begin(), keyed.end(), rows.begin(),
                   [](const auto &entry) { return entry.second; });
    return rows;
}

Plan withIdOrder(Plan plan)
{
    plan.jobsById = sortedById(plan.ids, IdKind::Job, plan.jobs.size());
    plan.streamsById = sortedById(plan.ids, IdKind::Stream, plan.streams.size());
    return plan;
}

Result<> changeJob(PlanLife &life, Row job, const std::string &to)
{
    if (to == "successful")
        return life.succeed(job);
    if (to == "error")
        return life.abend(job);
    const bool isOther = life.job(job).priority == OtherPriority;
    return life.setPriority(job, isOther ? OtherPriority + 1 : OtherPriority);
}

} // namespace

PlanHost::PlanHost(const PlanSize &size, const Clock &clock, const PlanTiming &timing)
    : m_size(size)
    , m_lag(timing.mirrorLag)
    , m_clock(clock, timing.speed)
    , m_start(planStart(m_clock.now()))
    , m_plan(std::make_unique<const Plan>(withIdOrder(buildPlan(size))))
    , m_truth(std::make_unique<PlanLife>(*m_plan))
{
    if (m_lag.count() > 0)
        m_mirror = std::make_unique<PlanLife>(*m_plan);
    forgetTexts();
    catchUp();
}

/// What was remembered tells times, or rows of another plan.
void PlanHost::forgetTexts()
{
    m_constantAnswers.clear();
    const PlanView view(*m_plan, *m_truth, m_start + m_skew);
    m_streamKeys.clear();
    m_streamKeys.reserve(m_plan->streams.size());
    for (Row row = 0; row < m_plan->streams.size(); ++row)
        m_streamKeys.push_back(streamKey(view, row));
}

PlanView PlanHost::viewOf(const PlanLife &life) const
{
    return {*m_plan, life, m_start + m_skew, &m_streamKeys};
}

void PlanHost::catchUp()
{
    const milliseconds now = elapsed();
    while (now >= m_plan->end + FinalTime) {
        m_truth->advanceTo(m_plan->end + FinalTime);
        rollOverAt(m_plan->end, m_plan->end + FinalTime + ExtensionTime);
    }
    m_truth->advanceTo(now);
    if (m_mirror)
        followTruth(now - m_lag);
}

/// A life depends on its plan and its orders alone, so that the mirror comes out as the truth was.
void PlanHost::followTruth(milliseconds upTo)
{
    while (!m_pending.empty() && m_pending.front().at <= upTo) {
        m_mirror->advanceTo(m_pending.front().at);
        std::ignore = m_pending.front().order(*m_mirror);
        m_pending.pop_front();
    }
    m_mirror->advanceTo(upTo);
}

void PlanHost::rollOverAt(milliseconds begin, milliseconds emptyUntil)
{
    NextDay next = rollOver(*m_plan, *m_truth, buildPlan(m_size, m_plan->day + 1, begin));
    auto plan = std::make_unique<const Plan>(withIdOrder(std::move(next.plan)));
    m_truth = std::make_unique<PlanLife>(*plan, next.carried);
    if (m_mirror)
        m_mirror = std::make_unique<PlanLife>(*plan, next.carried);
    m_plan = std::move(plan);
    m_pending.clear();
    forgetTexts();
    m_nextChange = 0;
    m_emptyUntil = emptyUntil;
}

void PlanHost::rollOverNow(milliseconds gap)
{
    const std::lock_guard lock(m_mutex);
    catchUp();
    const milliseconds now = elapsed();
    rollOverAt(now, now + gap);
}

bool PlanHost::isPlanEmpty()
{
    const std::lock_guard lock(m_mutex);
    catchUp();
    return elapsed() < m_emptyUntil;
}

Result<PlanHost::Rows> PlanHost::select(const RowSource &source, std::string_view collection,
                                        const std::string &oql)
{
    const std::string key = std::string(collection) + '?' + oql;
    if (const auto known = m_constantAnswers.find(key); known != m_constantAnswers.end())
        return known->second;
    const Result<oql::Statement> statement = oql::parse(oql);
    if (!statement)
        return tl::unexpected(statement.error());
    const Result<Query> query = Query::compile(*statement, source);
    if (!query)
        return tl::unexpected(query.error());
    auto rows = std::make_shared<const std::vector<Row>>(query->select(source));
    if (query->isConstant()) {
        if (m_constantAnswers.size() == MaxConstantAnswers)
            m_constantAnswers.clear();
        m_constantAnswers.emplace(key, rows);
    }
    return rows;
}

void PlanHost::freeze()
{
    const std::lock_guard lock(m_mutex);
    m_clock.freeze();
}

void PlanHost::resume()
{
    const std::lock_guard lock(m_mutex);
    m_clock.resume();
}

void PlanHost::step(milliseconds span)
{
    const std::lock_guard lock(m_mutex);
    m_clock.step(span);
}

bool PlanHost::isFrozen() const
{
    const std::lock_guard lock(m_mutex);
    return m_clock.isFrozen();
}

Instant PlanHost::now() const
{
    const std::lock_guard lock(m_mutex);
    return m_clock.now() + m_skew;
}

void PlanHost::setSkew(milliseconds skew)
{
    const std::lock_guard lock(m_mutex);
    m_skew = skew;
    forgetTexts();
}

milliseconds PlanHost::skew() const
{
    const std::lock_guard lock(m_mutex);
    return m_skew;
}

Result<> PlanHost::apply(const Order &order)
{
    const std::lock_guard lock(m_mutex);
    catchUp();
    return applyLocked(order);
}

Result<> PlanHost::applyLocked(const Order &order)
{
    Result<> done = order(*m_truth);
    if (done && m_mirror)
        m_pending.push_back({m_truth->now(), order});
    return done;
}

Result<unsigned> PlanHost::change(unsigned count, const std::string &to)
{
    if (to != "successful" && to != "error" && to != "priority")
        return fail(ErrorKind::InvalidInput, "to must be successful, error or priority");
    const std::lock_guard lock(m_mutex);
    catchUp();
    const auto jobs = static_cast<Row>(m_plan->jobs.size());
    unsigned changed = 0;
    for (Row tried = 0; tried < jobs && changed < count; ++tried) {
        const Row job = m_nextChange;
        m_nextChange = (m_nextChange + 1) % jobs;
        const auto order = [job, to](PlanLife &life) { return changeJob(life, job, to); };
        changed += applyLocked(order) ? 1U : 0U;
    }
    return changed;
}

} // namespace resync::simulator
