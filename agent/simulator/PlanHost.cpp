// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/PlanHost.h"

namespace resync::simulator {

namespace {

constexpr std::size_t MaxConstantAnswers = 16;

Instant planStart(Instant now)
{
    using Quarter = std::chrono::duration<std::int64_t, std::ratio<900>>;
    return std::chrono::floor<Quarter>(now - std::chrono::minutes(150));
}

} // namespace

PlanHost::PlanHost(const PlanSize &size, const Clock &clock, double speed)
    : m_clock(clock, speed)
    , m_plan(buildPlan(size))
    , m_start(planStart(m_clock.now()))
    , m_life(m_plan)
{
    catchUp();
}

void PlanHost::catchUp()
{
    m_life.advanceTo(m_clock.now() - m_start);
}

PlanView PlanHost::present()
{
    catchUp();
    return {m_plan, m_life, m_start};
}

Result<std::shared_ptr<const std::vector<Row>>> PlanHost::select(const RowSource &source,
                                                                 std::string_view collection,
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

Result<> PlanHost::abend(Row job)
{
    const std::lock_guard lock(m_mutex);
    catchUp();
    return m_life.abend(job);
}

} // namespace resync::simulator
