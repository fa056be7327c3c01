// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobTable.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

using domain::Job;
using domain::Status;

/// What waits for it waits no longer.
bool endedWell(Status status)
{
    return status == Status::Successful || status == Status::Canceled;
}

std::optional<Instant> toInstant(std::int64_t millis)
{
    return millis == NoMillis ? std::nullopt : std::optional(Instant(milliseconds(millis)));
}

std::optional<milliseconds> toSpan(std::int64_t millis)
{
    return millis == NoMillis ? std::nullopt : std::optional(milliseconds(millis));
}

std::optional<milliseconds> toSpan(std::int32_t millis)
{
    return millis == NoNumber ? std::nullopt : std::optional(milliseconds(millis));
}

std::optional<int> toOptional(std::int32_t number)
{
    return number == NoNumber ? std::nullopt : std::optional<int>(number);
}

std::optional<int> toOptional(std::int16_t number)
{
    return number == NoShort ? std::nullopt : std::optional<int>(number);
}

} // namespace

std::size_t Structure::firstNotBefore(const IdKey &id) const
{
    const auto at =
        std::lower_bound(rows.begin(), rows.end(), id, [this](const Row &row, const IdKey &wanted) {
            return idOf(row) < wanted;
        });
    return static_cast<std::size_t>(at - rows.begin());
}

std::optional<std::size_t> Structure::find(const IdKey &id) const
{
    const std::size_t at = firstNotBefore(id);
    return at < rows.size() && idOf(rows[at]) == id ? std::optional(at) : std::nullopt;
}

JobTable::JobTable(std::shared_ptr<const Structure> structure, std::shared_ptr<const State> state,
                   Surroundings surroundings)
    : m_structure(std::move(structure))
    , m_state(std::move(state))
    , m_surroundings(std::move(surroundings))
{
    m_statuses.reserve(m_state->rows.size());
    for (const State::Row &row : m_state->rows) {
        m_statuses.push_back(row.status);
        ++m_counts.at(static_cast<std::size_t>(row.status));
    }
}

std::shared_ptr<const JobTable> JobTable::with(Surroundings surroundings) const
{
    auto table = std::make_shared<JobTable>(*this);
    table->m_surroundings = std::move(surroundings);
    return table;
}

std::shared_ptr<const JobTable> JobTable::withChanged(const std::vector<std::uint32_t> &rows,
                                                      Instant now, std::uint64_t generation) const
{
    auto state = std::make_shared<State>(*m_state);
    for (const std::uint32_t row : rows) {
        state->rows[row].changedAt = now.time_since_epoch().count();
        state->rows[row].changedGeneration = static_cast<std::uint32_t>(generation);
    }
    return std::make_shared<const JobTable>(m_structure, std::move(state), m_surroundings);
}

std::size_t JobTable::firstAfter(std::string_view id) const
{
    const IdKey key(id);
    const std::size_t at = m_structure->firstNotBefore(key);
    return at < size() && keyAt(at) == key ? at + 1 : at;
}

std::optional<std::size_t> JobTable::find(std::string_view id) const
{
    return find(IdKey(id));
}

std::optional<std::size_t> JobTable::find(const IdKey &id) const
{
    return m_structure->find(id);
}

void JobTable::read(std::size_t row, Job &job) const
{
    readStructure(row, job);
    readState(row, job);
    job.reason = reasonFor(row, job);
}

std::string JobTable::reasonCode(std::size_t row, Job &scratch) const
{
    readSchedule(row, scratch);
    readState(row, scratch);
    auto reason = reasonFor(row, scratch);
    return reason ? std::move(reason->code) : std::string();
}

void JobTable::readSchedule(std::size_t index, Job &job) const
{
    const Structure::Row &row = m_structure->rows[index];
    job.scheduledAt = toInstant(row.scheduledAt);
    job.startAt = toInstant(row.startAt);
    job.latestStartAt = toInstant(row.latestStartAt);
    job.deadlineAt = toInstant(row.deadlineAt);
    job.criticalStartAt = toInstant(row.criticalStartAt);
    job.maxDuration = toSpan(row.maxDuration);
}

void JobTable::readStructure(std::size_t index, Job &job) const
{
    const Structure::Row &row = m_structure->rows[index];
    const Structure::Stream &stream = m_structure->streams[row.stream];
    const TextTable &texts = m_structure->texts;

    job.id = domain::JobId(idAt(index));
    job.planId = m_structure->planId;
    job.name = texts.at(row.name);
    job.folder = texts.at(row.folder);
    job.workstation = texts.at(row.workstation);
    job.stream.id = domain::JobStreamId(std::string(texts.at(stream.id)));
    job.stream.name = texts.at(stream.name);
    job.stream.workstation = texts.at(stream.workstation);
    job.timeZone = texts.at(row.timeZone);
    readSchedule(index, job);
}

void JobTable::readState(std::size_t index, Job &job) const
{
    const State::Row &row = m_state->rows[index];
    const TextTable &texts = m_state->texts;
    const State::Words &words = m_state->words[row.words];

    job.status = row.status;
    job.rawStatus = texts.at(words.raw);
    job.internalStatus = texts.at(words.internal);
    job.subStatus = texts.at(words.sub);
    job.flags.bits = row.flags;
    job.priority = toOptional(row.priority);
    job.returnCode = toOptional(row.returnCode);
    job.runCount = toOptional(row.runCount);
    job.dependencies = {toOptional(row.dependencies), toOptional(unresolvedAt(index))};
    job.changedAt = toInstant(row.changedAt);
    job.actBy.reset();
    if (row.run == State::RunForm::None) {
        job.run.reset();
        if (row.estimated != NoNumber)
            job.run.emplace().estimated = toSpan(row.estimated);
        return;
    }
    domain::Run &run = job.run ? *job.run : job.run.emplace();
    run.id = domain::RunId(
        row.run == State::RunForm::Uuid
            ? IdKey(row.runId).text()
            : std::string(m_state->runIds.at(static_cast<std::uint32_t>(row.runId.low))));
    run.number = row.runNumber == NoMillis ? std::nullopt : std::optional<long long>(row.runNumber);
    run.attempt = toOptional(row.attempt);
    run.rerunType = texts.at(words.rerunType);
    run.workstation = texts.at(row.runWorkstation);
    run.startedAt = toInstant(row.startedAt);
    run.endedAt = toInstant(row.endedAt);
    run.elapsed = toSpan(row.elapsed);
    run.estimated = toSpan(row.estimated);
}

std::int16_t JobTable::unresolvedAt(std::size_t row) const
{
    const State::Row &state = m_state->rows[row];
    const auto list = m_structure->dependenciesOf(row);
    const bool isTold = state.unresolved > 0 && state.status != Status::Running &&
                        !domain::isFinal(state.status) &&
                        std::cmp_equal(list.size(), state.dependencies);
    if (!isTold)
        return state.unresolved;
    const auto isOpen = [this](const Structure::Dependency &each) {
        constexpr auto Satisfied = static_cast<std::uint8_t>(domain::DependencyStatus::Satisfied);
        return each.isExternal ? each.status != Satisfied : !endedWell(statusAt(each.target));
    };
    const auto open = std::count_if(list.begin(), list.end(), isOpen);
    return static_cast<std::int16_t>(std::min<std::ptrdiff_t>(state.unresolved, open));
}

std::optional<domain::Statement> JobTable::reasonFor(std::size_t row, const Job &job) const
{
    domain::ReasonContext context;
    context.timeZone = &m_surroundings.timeZone;
    if (job.status != Status::Running && !domain::isFinal(job.status))
        fillContext(row, context);
    return domain::reasonOf(job, context);
}

void JobTable::fillContext(std::size_t row, domain::ReasonContext &context) const
{
    for (const Structure::Dependency &each : m_structure->dependenciesOf(row)) {
        if (isResolved(each))
            continue;
        if (!each.isExternal) {
            if (!context.predecessor)
                context.predecessor = predecessorAt(each.target);
            continue;
        }
        const Structure::External &external = m_structure->externals[each.target];
        if (each.type == domain::DependencyType::Job) {
            const auto target = find(m_structure->texts.at(external.id)); // with a condition
            if (target && !endedWell(statusAt(*target)) && !context.predecessor)
                context.predecessor = predecessorAt(static_cast<std::uint32_t>(*target));
            continue;
        }
        const std::string_view name = m_structure->texts.at(external.name);
        const bool isObstacle = each.type != domain::DependencyType::JobStream;
        if (isObstacle && !context.obstacle)
            context.obstacle = domain::ReasonContext::Obstacle{each.type, name};
    }
    if (!context.predecessor)
        findStreamPredecessor(row, context);
    const State::Row &state = m_state->rows[row];
    context.areDependenciesMissing =
        state.dependencies != NoShort && state.dependencies > 0 &&
        m_structure->knowledgeOf(row) != Structure::Knowledge::Complete;
}

bool JobTable::isResolved(const Structure::Dependency &dependency) const
{
    if (dependency.status == static_cast<std::uint8_t>(domain::DependencyStatus::Satisfied))
        return true;
    return !dependency.isExternal && endedWell(statusAt(dependency.target));
}

domain::ReasonContext::Predecessor JobTable::predecessorAt(std::size_t row) const
{
    const Structure::Row &fixed = m_structure->rows[row];
    const State::Row &state = m_state->rows[row];
    return {m_structure->texts.at(fixed.name),
            m_structure->texts.at(m_structure->streams[fixed.stream].name), state.status,
            toInstant(state.startedAt), toSpan(state.estimated)};
}

void JobTable::findStreamPredecessor(std::size_t row, domain::ReasonContext &context) const
{
    const domain::PlanGraph *graph = m_surroundings.graph.get();
    if (graph == nullptr || row >= graph->jobCount())
        return;
    const auto consider = [&](domain::PlanGraph::Node node) {
        if (!graph->isStream(node)) {
            if (!endedWell(statusAt(node)))
                context.predecessor = predecessorAt(node);
            return;
        }
        const std::size_t at = node - graph->jobCount();
        if (m_surroundings.streams == nullptr || at >= m_surroundings.streams->size())
            return;
        const domain::JobStream &stream = (*m_surroundings.streams)[at].stream;
        if (!endedWell(stream.status))
            context.predecessor = domain::ReasonContext::Predecessor{
                {}, stream.name, stream.status, stream.startedAt, stream.estimated};
    };
    const auto streamNode = graph->streamOf(static_cast<domain::PlanGraph::Node>(row));
    for (const auto node : graph->predecessors(static_cast<domain::PlanGraph::Node>(row)))
        if (!context.predecessor && graph->isStream(node)) // jobs were looked at already
            consider(node);
    if (streamNode == domain::PlanGraph::NoNode)
        return;
    for (const auto node : graph->predecessors(streamNode))
        if (!context.predecessor)
            consider(node);
}

std::vector<domain::Dependency> JobTable::dependenciesOf(std::size_t row) const
{
    std::vector<domain::Dependency> list;
    for (const Structure::Dependency &each : m_structure->dependenciesOf(row))
        list.push_back(dependency(each));
    return list;
}

domain::Dependency JobTable::dependency(const Structure::Dependency &from) const
{
    domain::Dependency made;
    made.type = toString(from.type);
    if (from.status != Structure::Dependency::NoStatus)
        made.status = toString(static_cast<domain::DependencyStatus>(from.status));
    if (!from.isExternal) {
        if (statusAt(from.target) == Status::Successful)
            made.status = toString(domain::DependencyStatus::Satisfied);
        Job target;
        readStructure(from.target, target);
        made.targetKind = "job";
        made.targetId = target.id.value();
        made.targetRef = domain::jobRef(target);
        made.targetName = target.name;
        made.targetWorkstation = target.workstation;
        made.detail.emplace_back("job_stream", target.stream.name);
        return made;
    }
    const Structure::External &external = m_structure->externals[from.target];
    const auto text = [this](std::uint32_t number) {
        return std::string(m_structure->texts.at(number));
    };
    made.targetKind = text(external.kind);
    made.targetId = text(external.id);
    made.targetRef = text(external.ref);
    made.targetName = text(external.name);
    made.targetWorkstation = text(external.workstation);
    std::string_view rest = m_structure->texts.at(external.detail);
    const auto next = [&rest] {
        const std::size_t end = std::min(rest.find('\0'), rest.size());
        std::string part(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        return part;
    };
    while (!rest.empty()) {
        std::string name = next();
        std::string value = next();
        made.detail.emplace_back(std::move(name), std::move(value));
    }
    return made;
}

std::size_t JobTable::bytes() const
{
    return m_structure->texts.bytes() + m_structure->rows.capacity() * sizeof(Structure::Row) +
           m_structure->streams.capacity() * sizeof(Structure::Stream) +
           m_structure->folderOf.capacity() * sizeof(std::uint32_t) +
           m_structure->streamOf.capacity() * sizeof(std::uint32_t) +
           m_structure->dependencyStarts.capacity() * sizeof(std::uint32_t) +
           m_structure->dependencies.capacity() * sizeof(Structure::Dependency) +
           m_structure->externals.capacity() * sizeof(Structure::External) +
           m_structure->knowledge.capacity() + m_state->texts.bytes() + m_state->runIds.bytes() +
           m_state->words.capacity() * sizeof(State::Words) +
           m_state->rows.capacity() * sizeof(State::Row) + m_statuses.capacity();
}

} // namespace resync::mirror
