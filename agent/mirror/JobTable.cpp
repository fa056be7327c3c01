// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobTable.h"

#include "shared/domain/Reason.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace resync::mirror {

namespace {

using domain::Job;

std::int64_t toMillis(const std::optional<Instant> &at)
{
    return at ? at->time_since_epoch().count() : NoMillis;
}

std::int64_t toMillis(const std::optional<milliseconds> &span)
{
    return span ? span->count() : NoMillis;
}

/// A span as 32-bit milliseconds: up to 24 days, longer ones are cut there.
std::int32_t toShortMillis(const std::optional<milliseconds> &span)
{
    if (!span)
        return NoNumber;
    constexpr std::int64_t Most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(span->count(), 0, Most));
}

std::int32_t toNumber(const std::optional<int> &number)
{
    return number.value_or(NoNumber);
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

class StructureBuilder
{
public:
    explicit StructureBuilder(std::size_t rows) { m_structure.rows.reserve(rows); }

    void add(const Job &job)
    {
        Structure::Row row;
        row.id = m_texts.add(job.id.value());
        row.name = m_texts.intern(job.name);
        row.folder = m_texts.intern(job.folder);
        row.workstation = m_texts.intern(job.workstation);
        row.stream = stream(job.stream);
        row.timeZone = m_texts.intern(job.timeZone);
        row.scheduledAt = toMillis(job.scheduledAt);
        row.startAt = toMillis(job.startAt);
        row.latestStartAt = toMillis(job.latestStartAt);
        row.deadlineAt = toMillis(job.deadlineAt);
        row.criticalStartAt = toMillis(job.criticalStartAt);
        row.maxDuration = toMillis(job.maxDuration);
        m_structure.rows.push_back(row);
        m_structure.planId = job.planId;
    }

    [[nodiscard]] std::shared_ptr<const Structure> take()
    {
        m_structure.texts = m_texts.take();
        return std::make_shared<const Structure>(std::move(m_structure));
    }

private:
    std::uint32_t stream(const domain::StreamRef &ref)
    {
        const auto key = std::make_tuple(ref.id.value(), ref.name, ref.workstation);
        const auto [at, isNew] =
            m_streams.try_emplace(key, static_cast<std::uint32_t>(m_structure.streams.size()));
        if (isNew)
            m_structure.streams.push_back({m_texts.intern(ref.id.value()), m_texts.intern(ref.name),
                                           m_texts.intern(ref.workstation)});
        return at->second;
    }

    Structure m_structure;
    TextTableBuilder m_texts;
    std::map<std::tuple<std::string, std::string, std::string>, std::uint32_t> m_streams;
};

State::Row stateRow(const Job &job, TextTableBuilder &texts)
{
    State::Row row;
    row.status = job.status;
    row.rawStatus = texts.intern(job.rawStatus);
    row.internalStatus = texts.intern(job.internalStatus);
    row.subStatus = texts.intern(job.subStatus);
    row.flags = job.flags.bits;
    row.priority = toNumber(job.priority);
    row.returnCode = toNumber(job.returnCode);
    row.runCount = toNumber(job.runCount);
    row.dependencies = toNumber(job.dependencies.total);
    row.unresolved = toNumber(job.dependencies.unresolved);
    if (!job.run)
        return row;
    row.hasRun = true;
    row.runId = texts.add(job.run->id.value());
    row.runNumber = job.run->number.value_or(NoMillis);
    row.attempt = toNumber(job.run->attempt);
    row.rerunType = texts.intern(job.run->rerunType);
    row.runWorkstation = texts.intern(job.run->workstation);
    row.startedAt = toMillis(job.run->startedAt);
    row.endedAt = toMillis(job.run->endedAt);
    row.elapsed = toShortMillis(job.run->elapsed);
    row.estimated = toShortMillis(job.run->estimated);
    return row;
}

/// What the engine says of both rows is the same (what this agent adds does not count).
bool isSameContent(Job &known, const Job &fresh)
{
    known.changedAt = fresh.changedAt;
    known.reason = fresh.reason;
    return known == fresh;
}

void sortById(std::vector<Job> &jobs)
{
    const auto byId = [](const Job &a, const Job &b) { return a.id < b.id; };
    if (!std::is_sorted(jobs.begin(), jobs.end(), byId))
        std::stable_sort(jobs.begin(), jobs.end(), byId);
    const auto sameId = [](const Job &a, const Job &b) { return a.id == b.id; };
    const auto last = std::unique(jobs.rbegin(), jobs.rend(), sameId);
    jobs.erase(jobs.begin(), last.base());
}

/// Walks the previous table beside the new rows, both in the order of ids.
class Comparison
{
public:
    explicit Comparison(const JobTable *previous)
        : m_previous(previous)
    {}

    /// The row of the previous table with the same content as \a fresh.
    [[nodiscard]] const State::Row *unchanged(const Job &fresh)
    {
        while (m_at < size() && m_previous->idAt(m_at) < fresh.id.value())
            ++m_at;
        if (m_at == size() || m_previous->idAt(m_at) != fresh.id.value())
            return nullptr;
        m_previous->read(m_at, m_known);
        return isSameContent(m_known, fresh) ? &m_previous->state().rows[m_at] : nullptr;
    }

private:
    [[nodiscard]] std::size_t size() const
    {
        return m_previous != nullptr ? m_previous->size() : 0;
    }

    const JobTable *m_previous;
    std::size_t m_at = 0;
    Job m_known;
};

} // namespace

JobTable::JobTable(std::shared_ptr<const Structure> structure, std::shared_ptr<const State> state)
    : m_structure(std::move(structure))
    , m_state(std::move(state))
{
    for (const State::Row &row : m_state->rows)
        ++m_counts.at(static_cast<std::size_t>(row.status));
}

std::string_view JobTable::idAt(std::size_t row) const
{
    return m_structure->texts.at(m_structure->rows[row].id);
}

std::size_t JobTable::firstAfter(std::string_view id) const
{
    const auto &rows = m_structure->rows;
    const auto at = std::upper_bound(rows.begin(), rows.end(), id,
                                     [this](std::string_view wanted, const Structure::Row &row) {
                                         return wanted < m_structure->texts.at(row.id);
                                     });
    return static_cast<std::size_t>(at - rows.begin());
}

std::optional<std::size_t> JobTable::find(std::string_view id) const
{
    const std::size_t after = firstAfter(id);
    if (after == 0 || idAt(after - 1) != id)
        return std::nullopt;
    return after - 1;
}

void JobTable::read(std::size_t index, Job &job) const
{
    const Structure::Row &fixed = m_structure->rows[index];
    const State::Row &moving = m_state->rows[index];
    const auto &names = m_structure->texts;
    const auto &words = m_state->texts;
    const Structure::Stream &stream = m_structure->streams[fixed.stream];

    job.id = domain::JobId(std::string(names.at(fixed.id)));
    job.planId = m_structure->planId;
    job.name = names.at(fixed.name);
    job.folder = names.at(fixed.folder);
    job.workstation = names.at(fixed.workstation);
    job.stream.id = domain::JobStreamId(std::string(names.at(stream.id)));
    job.stream.name = names.at(stream.name);
    job.stream.workstation = names.at(stream.workstation);
    job.timeZone = names.at(fixed.timeZone);
    job.scheduledAt = toInstant(fixed.scheduledAt);
    job.startAt = toInstant(fixed.startAt);
    job.latestStartAt = toInstant(fixed.latestStartAt);
    job.deadlineAt = toInstant(fixed.deadlineAt);
    job.criticalStartAt = toInstant(fixed.criticalStartAt);
    job.maxDuration = toSpan(fixed.maxDuration);

    job.status = moving.status;
    job.rawStatus = words.at(moving.rawStatus);
    job.internalStatus = words.at(moving.internalStatus);
    job.subStatus = words.at(moving.subStatus);
    job.flags.bits = moving.flags;
    job.priority = toOptional(moving.priority);
    job.returnCode = toOptional(moving.returnCode);
    job.runCount = toOptional(moving.runCount);
    job.dependencies = {toOptional(moving.dependencies), toOptional(moving.unresolved)};
    job.changedAt = toInstant(moving.changedAt);
    job.actBy.reset();
    if (moving.hasRun) {
        domain::Run &run = job.run ? *job.run : job.run.emplace();
        run.id = domain::RunId(std::string(words.at(moving.runId)));
        run.number = moving.runNumber == NoMillis ? std::nullopt
                                                  : std::optional<long long>(moving.runNumber);
        run.attempt = toOptional(moving.attempt);
        run.rerunType = words.at(moving.rerunType);
        run.workstation = words.at(moving.runWorkstation);
        run.startedAt = toInstant(moving.startedAt);
        run.endedAt = toInstant(moving.endedAt);
        run.elapsed = toSpan(moving.elapsed);
        run.estimated = toSpan(moving.estimated);
    } else {
        job.run.reset();
    }
    job.reason = domain::reasonOf(job);
}

std::size_t JobTable::bytes() const
{
    return m_structure->texts.bytes() + m_state->texts.bytes() +
           m_structure->rows.capacity() * sizeof(Structure::Row) +
           m_structure->streams.capacity() * sizeof(Structure::Stream) +
           m_state->rows.capacity() * sizeof(State::Row);
}

BuiltJobs buildJobTable(std::vector<Job> jobs, const JobTable *previous, Instant now,
                        std::uint64_t generation)
{
    sortById(jobs);
    StructureBuilder structure(jobs.size());
    State state;
    state.rows.reserve(jobs.size());
    TextTableBuilder words;
    Comparison comparison(previous);
    bool changed = previous == nullptr || previous->size() != jobs.size();
    for (const Job &job : jobs) {
        structure.add(job);
        State::Row row = stateRow(job, words);
        const State::Row *known = comparison.unchanged(job);
        row.changedGeneration = known != nullptr ? known->changedGeneration : generation;
        row.changedAt = known != nullptr ? known->changedAt : toMillis(std::optional(now));
        changed = changed || known == nullptr;
        state.rows.push_back(row);
    }
    state.texts = words.take();
    auto fixed = structure.take();
    if (previous != nullptr && previous->structure() == *fixed)
        fixed = previous->sharedStructure();
    auto table = std::make_shared<const JobTable>(std::move(fixed),
                                                  std::make_shared<const State>(std::move(state)));
    return {std::move(table), changed};
}

} // namespace resync::mirror
