// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobPacking.h"

#include <algorithm>
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

std::int32_t toShortMillis(const std::optional<milliseconds> &span)
{
    if (!span)
        return NoNumber;
    constexpr std::int64_t Most = std::numeric_limits<std::int32_t>::max();
    return static_cast<std::int32_t>(std::clamp<std::int64_t>(span->count(), 0, Most));
}

std::int16_t toShort(const std::optional<int> &number)
{
    if (!number)
        return NoShort;
    constexpr int Most = std::numeric_limits<std::int16_t>::max();
    return static_cast<std::int16_t>(std::clamp(*number, -Most, Most));
}

/// A run that has not begun: nothing is known but how long it should take.
bool isOnlyExpected(const domain::Run &run)
{
    if (!run.id.isEmpty())
        return false;
    domain::Run expected;
    expected.estimated = run.estimated;
    return run == expected;
}

} // namespace

StructureBuilder::StructureBuilder(const Structure &base)
    : m_texts(base.texts)
{
    m_structure.compactTextBytes = base.compactTextBytes;
    m_structure.planId = base.planId;
    m_structure.streams = base.streams;
    m_streams.learn(base.streams);
}

Structure::Row StructureBuilder::packId(std::string_view id)
{
    const IdKey key(id);
    Structure::Row row;
    if (key.isUuid())
        row.uuid = key.uuid();
    else
        row.opaqueId = m_texts.intern(id);
    return row;
}

Structure::Row StructureBuilder::pack(const Job &job)
{
    Structure::Row row = packId(job.id.value());
    row.name = m_texts.intern(job.name);
    row.folder = m_texts.intern(job.folder);
    row.workstation = m_texts.intern(job.workstation);
    row.stream = packStream(job.stream);
    row.timeZone = m_texts.intern(job.timeZone);
    row.scheduledAt = toMillis(job.scheduledAt);
    row.startAt = toMillis(job.startAt);
    row.latestStartAt = toMillis(job.latestStartAt);
    row.deadlineAt = toMillis(job.deadlineAt);
    row.criticalStartAt = toMillis(job.criticalStartAt);
    row.maxDuration = toMillis(job.maxDuration);
    return row;
}

/// A dozen jobs are of one stream: all but the first find it by its id.
std::uint32_t StructureBuilder::packStream(const domain::StreamRef &stream)
{
    const std::uint32_t id = m_texts.intern(stream.id.value());
    if (id >= m_streamById.size())
        m_streamById.resize(texts().count(), NoRow);
    std::uint32_t &known = m_streamById[id];
    const auto isKnown = [&](const Structure::Stream &last) {
        return texts().at(last.name) == stream.name &&
               texts().at(last.workstation) == stream.workstation;
    };
    if (known == NoRow || !isKnown(m_structure.streams[known]))
        known = addStream({id, m_texts.intern(stream.name), m_texts.intern(stream.workstation)});
    return known;
}

std::uint32_t StructureBuilder::addStream(const Structure::Stream &stream)
{
    return m_streams.number(stream, m_structure.streams);
}

IdKey StructureBuilder::idAt(std::size_t at) const
{
    const Structure::Row &row = m_structure.rows[at];
    return row.opaqueId == Structure::Row::NoText ? IdKey(row.uuid)
                                                  : IdKey(texts().at(row.opaqueId));
}

std::optional<std::uint32_t> StructureBuilder::find(const IdKey &id) const
{
    std::size_t from = 0;
    std::size_t end = m_structure.rows.size();
    while (from < end) {
        const std::size_t middle = from + (end - from) / 2;
        if (idAt(middle) < id)
            from = middle + 1;
        else
            end = middle;
    }
    if (from == m_structure.rows.size() || idAt(from) != id)
        return std::nullopt;
    return static_cast<std::uint32_t>(from);
}

std::size_t StructureBuilder::bytes() const
{
    return m_texts.bytes() + m_structure.streams.capacity() * 3 * sizeof(Structure::Stream) +
           m_structure.rows.capacity() * sizeof(Structure::Row) +
           m_streamById.capacity() * sizeof(std::uint32_t);
}

Structure StructureBuilder::take()
{
    m_structure.texts = m_texts.take();
    if (m_structure.compactTextBytes == 0)
        m_structure.compactTextBytes = m_structure.texts.textBytes();
    m_structure.streams.shrink_to_fit();
    m_streams = {};
    m_streamById.clear();
    return std::exchange(m_structure, {});
}

StateBuilder::StateBuilder(const State &base)
    : m_texts(base.texts)
    , m_runIds(base.runIds)
{
    m_state.compactTextBytes = base.compactTextBytes;
    m_state.words = base.words;
    m_state.rows = base.rows;
    m_words.learn(base.words);
}

State::Row StateBuilder::pack(const Job &job)
{
    State::Row row;
    State::Words words;
    words.raw = m_texts.intern(job.rawStatus);
    words.internal = m_texts.intern(job.internalStatus);
    words.sub = m_texts.intern(job.subStatus);
    row.status = job.status;
    row.flags = job.flags.bits;
    row.priority = toShort(job.priority);
    row.returnCode = job.returnCode.value_or(NoNumber);
    row.runCount = toShort(job.runCount);
    row.dependencies = toShort(job.dependencies.total);
    row.unresolved = toShort(job.dependencies.unresolved);
    if (job.run)
        row.estimated = toShortMillis(job.run->estimated);
    if (job.run && !isOnlyExpected(*job.run)) {
        const IdKey runId(job.run->id.value());
        row.run = runId.isUuid() ? State::RunForm::Uuid : State::RunForm::Text;
        row.runId = runId.isUuid() ? runId.uuid() : PackedUuid{0, m_runIds.add(runId.opaque())};
        row.runNumber = job.run->number.value_or(NoMillis);
        row.attempt = toShort(job.run->attempt);
        words.rerunType = m_texts.intern(job.run->rerunType);
        row.runWorkstation = m_texts.intern(job.run->workstation);
        row.startedAt = toMillis(job.run->startedAt);
        row.endedAt = toMillis(job.run->endedAt);
        row.elapsed = toShortMillis(job.run->elapsed);
    }
    row.words = addWords(words);
    return row;
}

std::uint32_t StateBuilder::addWords(const State::Words &words)
{
    return m_words.number(words, m_state.words);
}

std::size_t StateBuilder::bytes() const
{
    return m_texts.bytes() + m_runIds.bytes() +
           m_state.words.capacity() * 3 * sizeof(State::Words) +
           m_state.rows.capacity() * sizeof(State::Row);
}

State StateBuilder::take()
{
    m_state.texts = m_texts.take();
    m_state.runIds = m_runIds.take();
    if (m_state.compactTextBytes == 0)
        m_state.compactTextBytes = m_state.texts.textBytes() + m_state.runIds.textBytes();
    return std::move(m_state);
}

Structure::Row StructureTranslation::operator()(Structure::Row row)
{
    if (row.opaqueId != Structure::Row::NoText)
        row.opaqueId = m_texts(row.opaqueId);
    row.name = m_texts(row.name);
    row.folder = m_texts(row.folder);
    row.workstation = m_texts(row.workstation);
    row.timeZone = m_texts(row.timeZone);
    std::uint32_t &stream = m_streams[row.stream];
    if (stream == NoRow) {
        const Structure::Stream &old = m_from.streams[row.stream];
        stream = m_to.addStream({m_texts(old.id), m_texts(old.name), m_texts(old.workstation)});
    }
    row.stream = stream;
    return row;
}

Structure::External StructureTranslation::operator()(const Structure::External &external)
{
    return {m_texts(external.id),   m_texts(external.kind),        m_texts(external.ref),
            m_texts(external.name), m_texts(external.workstation), m_texts(external.detail)};
}

State::Row StateTranslation::operator()(State::Row row)
{
    row.runWorkstation = m_texts(row.runWorkstation);
    if (row.run == State::RunForm::Text)
        row.runId.low =
            m_to.runIdBuilder().add(m_from.runIds.at(static_cast<std::uint32_t>(row.runId.low)));
    std::uint32_t &words = m_words[row.words];
    if (words == NoRow) {
        const State::Words &old = m_from.words[row.words];
        words = m_to.addWords(
            {m_texts(old.raw), m_texts(old.internal), m_texts(old.sub), m_texts(old.rerunType)});
    }
    row.words = words;
    return row;
}

} // namespace resync::mirror
