// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobTable.h"

#include "shared/domain/Reason.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

using domain::Job;

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

JobTable::JobTable(std::shared_ptr<const Structure> structure, std::shared_ptr<const State> state,
                   std::shared_ptr<const domain::PlanGraph> graph)
    : m_structure(std::move(structure))
    , m_state(std::move(state))
    , m_graph(std::move(graph))
{
    for (const State::Row &row : m_state->rows)
        ++m_counts.at(static_cast<std::size_t>(row.status));
}

std::size_t JobTable::firstNotBefore(const IdKey &id) const
{
    const auto &rows = m_structure->rows;
    const auto at = std::lower_bound(rows.begin(), rows.end(), id,
                                     [this](const Structure::Row &row, const IdKey &wanted) {
                                         return m_structure->idOf(row) < wanted;
                                     });
    return static_cast<std::size_t>(at - rows.begin());
}

std::size_t JobTable::firstAfter(std::string_view id) const
{
    const IdKey key(id);
    const std::size_t at = firstNotBefore(key);
    return at < size() && keyAt(at) == key ? at + 1 : at;
}

std::optional<std::size_t> JobTable::find(std::string_view id) const
{
    return find(IdKey(id));
}

std::optional<std::size_t> JobTable::find(const IdKey &id) const
{
    const std::size_t at = firstNotBefore(id);
    return at < size() && keyAt(at) == id ? std::optional(at) : std::nullopt;
}

void JobTable::read(std::size_t row, Job &job) const
{
    readStructure(row, job);
    readState(row, job);
    job.reason = domain::reasonOf(job);
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
    job.scheduledAt = toInstant(row.scheduledAt);
    job.startAt = toInstant(row.startAt);
    job.latestStartAt = toInstant(row.latestStartAt);
    job.deadlineAt = toInstant(row.deadlineAt);
    job.criticalStartAt = toInstant(row.criticalStartAt);
    job.maxDuration = toSpan(row.maxDuration);
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
    job.dependencies = {toOptional(row.dependencies), toOptional(row.unresolved)};
    job.changedAt = toInstant(row.changedAt);
    job.actBy.reset();
    if (row.run == State::RunForm::None) {
        job.run.reset();
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

std::size_t JobTable::bytes() const
{
    return m_structure->texts.bytes() + m_structure->rows.capacity() * sizeof(Structure::Row) +
           m_structure->streams.capacity() * sizeof(Structure::Stream) + m_state->texts.bytes() +
           m_state->runIds.bytes() + m_state->words.capacity() * sizeof(State::Words) +
           m_state->rows.capacity() * sizeof(State::Row);
}

} // namespace resync::mirror
