// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobMerge.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace resync::mirror {

namespace {

/// What the batch says of one id.
struct Order
{
    IdKey id;
    std::uint32_t put = NoRow; ///< row of the batch
    bool isRemoved = false;
};

/// Where a row of the new table comes from. Both: it was there and was read again.
struct Source
{
    std::uint32_t last = NoRow;
    std::uint32_t batch = NoRow;
};

/// One Order per id, in the order of ids; what came later wins.
std::vector<Order> ordersOf(JobBatch::Content &batch)
{
    using Entry = JobBatch::Entry;
    const auto isBefore = [&](const Entry &a, const Entry &b) {
        return batch.idOf(a) < batch.idOf(b);
    };
    auto &entries = batch.entries;
    if (!std::is_sorted(entries.begin(), entries.end(), isBefore))
        std::stable_sort(entries.begin(), entries.end(), isBefore);
    std::vector<Order> orders;
    orders.reserve(entries.size());
    for (const Entry &entry : entries) {
        const IdKey id = batch.idOf(entry);
        if (orders.empty() || orders.back().id != id)
            orders.push_back({id});
        orders.back().isRemoved = entry.kind == Entry::Kind::Remove;
        orders.back().put = entry.kind == Entry::Kind::Put ? entry.index : NoRow;
    }
    return orders;
}

/// Compares texts of two tables; a pair once found equal is remembered.
class SameText
{
public:
    SameText(const TextTable &mine, const TextTable &theirs)
        : m_mine(mine)
        , m_theirs(theirs)
        , m_equal(mine.count(), NoRow)
    {}
    bool operator()(std::uint32_t mine, std::uint32_t theirs)
    {
        if (m_equal[mine] == theirs)
            return true;
        if (m_mine.at(mine) != m_theirs.at(theirs))
            return false;
        m_equal[mine] = theirs;
        return true;
    }

private:
    const TextTable &m_mine;
    const TextTable &m_theirs;
    std::vector<std::uint32_t> m_equal;
};

class SameStructure
{
public:
    SameStructure(const Structure &mine, const Structure &theirs)
        : m_mine(mine)
        , m_theirs(theirs)
        , m_isSame(mine.texts, theirs.texts)
    {}
    bool operator()(const Structure::Row &a, const Structure::Row &b)
    {
        const Structure::Stream &mine = m_mine.streams[a.stream];
        const Structure::Stream &theirs = m_theirs.streams[b.stream];
        return a.scheduledAt == b.scheduledAt && a.startAt == b.startAt &&
               a.latestStartAt == b.latestStartAt && a.deadlineAt == b.deadlineAt &&
               a.criticalStartAt == b.criticalStartAt && a.maxDuration == b.maxDuration &&
               m_isSame(a.name, b.name) && m_isSame(a.folder, b.folder) &&
               m_isSame(a.workstation, b.workstation) && m_isSame(a.timeZone, b.timeZone) &&
               m_isSame(mine.id, theirs.id) && m_isSame(mine.name, theirs.name) &&
               m_isSame(mine.workstation, theirs.workstation);
    }

private:
    const Structure &m_mine;
    const Structure &m_theirs;
    SameText m_isSame;
};

class SameState
{
public:
    SameState(const State &mine, const State &theirs)
        : m_mine(mine)
        , m_theirs(theirs)
        , m_isSame(mine.texts, theirs.texts)
    {}
    bool operator()(const State::Row &a, const State::Row &b)
    {
        return a.status == b.status && a.flags == b.flags && a.priority == b.priority &&
               a.returnCode == b.returnCode && a.runCount == b.runCount &&
               a.dependencies == b.dependencies && a.unresolved == b.unresolved &&
               hasSameWords(m_mine.words[a.words], m_theirs.words[b.words]) && hasSameRun(a, b);
    }

private:
    bool hasSameWords(const State::Words &a, const State::Words &b)
    {
        return m_isSame(a.raw, b.raw) && m_isSame(a.internal, b.internal) &&
               m_isSame(a.sub, b.sub) && m_isSame(a.rerunType, b.rerunType);
    }
    bool hasSameRun(const State::Row &a, const State::Row &b)
    {
        const bool hasEnded = a.endedAt != NoMillis; // until then elapsed is the clock's doing
        return a.run == b.run && hasSameRunId(a, b) && a.runNumber == b.runNumber &&
               a.attempt == b.attempt && a.startedAt == b.startedAt && a.endedAt == b.endedAt &&
               a.estimated == b.estimated && (!hasEnded || a.elapsed == b.elapsed) &&
               m_isSame(a.runWorkstation, b.runWorkstation);
    }
    [[nodiscard]] bool hasSameRunId(const State::Row &a, const State::Row &b) const
    {
        if (a.run != State::RunForm::Text)
            return a.runId == b.runId;
        const auto text = [](const State &state, const State::Row &row) {
            return state.runIds.at(static_cast<std::uint32_t>(row.runId.low));
        };
        return text(m_mine, a) == text(m_theirs, b);
    }

    const State &m_mine;
    const State &m_theirs;
    SameText m_isSame;
};

/// Texts that rows no longer use are dropped once they can be half of all.
bool isCompactionDue(std::size_t textBytes, std::size_t compactBytes)
{
    constexpr std::size_t Tolerated = 64U << 10U;
    return textBytes > 2 * compactBytes + Tolerated;
}

std::int64_t millisOf(Instant at)
{
    return at.time_since_epoch().count();
}

class Merge
{
public:
    Merge(const JobTable *last, JobBatch &batch, MergeKind kind, Instant now,
          std::uint64_t generation)
        : m_last(last)
        , m_batch(batch.take())
        , m_isOtherPlan(last != nullptr && !m_batch.state.rows.empty() &&
                        m_batch.structure.planId != last->planId())
        , m_isWhole(kind == MergeKind::Whole || m_isOtherPlan)
        , m_now(millisOf(now))
        , m_generation(static_cast<std::uint32_t>(generation))
    {}

    [[nodiscard]] MergedJobs run()
    {
        compare();
        if (m_last != nullptr && !m_isRestructured && m_updates.empty())
            return {std::make_shared<const JobTable>(*m_last), {}, false};
        MergedJobs merged;
        if (m_last != nullptr && !m_isRestructured)
            merged.table = overlay();
        else
            merged.table = rebuild();
        m_table = merged.table.get();
        describe(merged.diff);
        return merged;
    }

private:
    [[nodiscard]] const Structure &lastStructure() const { return m_last->structure(); }
    [[nodiscard]] const State &lastState() const { return m_last->state(); }
    [[nodiscard]] std::uint32_t lastSize() const
    {
        return m_last != nullptr ? static_cast<std::uint32_t>(m_last->size()) : 0;
    }

    /// Fills m_updates, m_added and m_removed.
    void compare();
    void compareRow(std::uint32_t lastRow, const Order &order);
    /// The first row of the last table from \a from on whose id is not before \a id.
    [[nodiscard]] std::uint32_t seek(std::uint32_t from, const IdKey &id) const;
    /// Same structure: the last rows with some replaced.
    [[nodiscard]] std::shared_ptr<const JobTable> overlay();
    [[nodiscard]] std::shared_ptr<const JobTable> rebuild();
    [[nodiscard]] std::vector<Source> sources() const;
    [[nodiscard]] Structure rebuiltStructure(const std::vector<Source> &sources);
    [[nodiscard]] State rebuiltState(const std::vector<Source> &sources);
    [[nodiscard]] StateBuilder stateBase() const;
    void stamp(State::Row &row) const
    {
        row.changedAt = m_now;
        row.changedGeneration = m_generation;
    }
    void describe(JobDiff &diff) const;

    const JobTable *m_last;
    JobBatch::Content m_batch;
    const bool m_isOtherPlan;
    const bool m_isWhole;
    const std::int64_t m_now;
    const std::uint32_t m_generation;
    std::optional<SameStructure> m_sameStructure;
    std::optional<SameState> m_sameState;

    std::vector<Source> m_updates;        ///< rows of both with other content, in order
    std::vector<std::uint32_t> m_added;   ///< rows of the batch, in the order of ids
    std::vector<std::uint32_t> m_removed; ///< rows of the last table, in order
    bool m_isRestructured = false;
    std::vector<std::uint32_t> m_newRows; ///< of each update, then of each added row
    const JobTable *m_table = nullptr;
};

void Merge::compare()
{
    if (m_last != nullptr) {
        m_sameStructure.emplace(m_batch.structure, lastStructure());
        m_sameState.emplace(m_batch.state, lastState());
    }
    std::uint32_t at = 0;
    const auto dropUpTo = [&](std::uint32_t end) {
        for (; m_isWhole && at < end; ++at)
            m_removed.push_back(at);
        at = end;
    };
    for (const Order &order : ordersOf(m_batch)) {
        dropUpTo(seek(at, order.id));
        if (at < lastSize() && m_last->keyAt(at) == order.id)
            compareRow(at++, order);
        else if (order.put != NoRow)
            m_added.push_back(order.put);
    }
    dropUpTo(lastSize());
    m_isRestructured = m_isRestructured || !m_added.empty() || !m_removed.empty();
}

void Merge::compareRow(std::uint32_t lastRow, const Order &order)
{
    if (order.isRemoved) {
        m_removed.push_back(lastRow);
        return;
    }
    const bool isNamedAlike =
        !m_isOtherPlan &&
        (*m_sameStructure)(m_batch.structure.rows[order.put], lastStructure().rows[lastRow]);
    m_isRestructured = m_isRestructured || !isNamedAlike;
    if (!isNamedAlike || !(*m_sameState)(m_batch.state.rows[order.put], lastState().rows[lastRow]))
        m_updates.push_back({lastRow, order.put});
}

std::uint32_t Merge::seek(std::uint32_t from, const IdKey &id) const
{
    const std::uint32_t size = lastSize();
    std::uint32_t step = 1;
    std::uint32_t end = from; // gallops: neighbours are found at once, far rows in few steps
    while (end < size && m_last->keyAt(end) < id) {
        from = end + 1;
        end = size - end > step ? end + step : size;
        step *= 2;
    }
    while (from < end) {
        const std::uint32_t middle = from + (end - from) / 2;
        if (m_last->keyAt(middle) < id)
            from = middle + 1;
        else
            end = middle;
    }
    return from;
}

StateBuilder Merge::stateBase() const
{
    if (m_last == nullptr)
        return {};
    const State &last = lastState();
    if (!isCompactionDue(last.texts.textBytes() + last.runIds.textBytes(), last.compactTextBytes))
        return StateBuilder(last);
    StateBuilder base;
    base.rows().reserve(last.rows.size());
    StateTranslation translate(last, base);
    for (const State::Row &row : last.rows)
        base.rows().push_back(translate(row));
    return base;
}

std::shared_ptr<const JobTable> Merge::overlay()
{
    StateBuilder builder = stateBase();
    StateTranslation translate(m_batch.state, builder);
    for (const Source &update : m_updates) {
        State::Row row = translate(m_batch.state.rows[update.batch]);
        stamp(row);
        builder.rows()[update.last] = row;
        m_newRows.push_back(update.last);
    }
    return std::make_shared<const JobTable>(
        m_last->sharedStructure(), std::make_shared<const State>(builder.take()), m_last->graph());
}

std::shared_ptr<const JobTable> Merge::rebuild()
{
    const auto rows = sources();
    auto structure = std::make_shared<const Structure>(rebuiltStructure(rows));
    auto state = std::make_shared<const State>(rebuiltState(rows));
    return std::make_shared<const JobTable>(std::move(structure), std::move(state));
}

std::vector<Source> Merge::sources() const
{
    std::vector<Source> rows;
    rows.reserve(lastSize() + m_added.size() - m_removed.size());
    auto removed = m_removed.begin();
    auto update = m_updates.begin();
    auto added = m_added.begin();
    const auto addedId = [&] { return m_batch.structure.idOf(m_batch.structure.rows[*added]); };
    for (std::uint32_t last = 0; last < lastSize(); ++last) {
        for (; added != m_added.end() && addedId() < m_last->keyAt(last); ++added)
            rows.push_back({NoRow, *added});
        if (removed != m_removed.end() && *removed == last)
            ++removed;
        else if (update != m_updates.end() && update->last == last)
            rows.push_back(*update++);
        else
            rows.push_back({last, NoRow});
    }
    for (; added != m_added.end(); ++added)
        rows.push_back({NoRow, *added});
    return rows;
}

Structure Merge::rebuiltStructure(const std::vector<Source> &sources)
{
    const bool isCompact =
        m_last == nullptr || m_isWhole ||
        isCompactionDue(lastStructure().texts.textBytes(), lastStructure().compactTextBytes);
    StructureBuilder builder = isCompact ? StructureBuilder() : StructureBuilder(lastStructure());
    builder.reserve(sources.size());
    StructureTranslation fromBatch(m_batch.structure, builder);
    std::optional<StructureTranslation> fromLast;
    if (m_last != nullptr && isCompact)
        fromLast.emplace(lastStructure(), builder);
    for (const Source &source : sources) {
        if (source.batch != NoRow)
            builder.append(fromBatch(m_batch.structure.rows[source.batch]));
        else if (fromLast)
            builder.append((*fromLast)(lastStructure().rows[source.last]));
        else
            builder.append(lastStructure().rows[source.last]);
    }
    if (!m_batch.state.rows.empty())
        builder.setPlanId(m_batch.structure.planId);
    else if (m_last != nullptr)
        builder.setPlanId(m_last->planId());
    return builder.take();
}

State Merge::rebuiltState(const std::vector<Source> &sources)
{
    StateBuilder builder = stateBase();
    const std::vector<State::Row> last = std::move(builder.rows());
    std::vector<State::Row> &rows = builder.rows();
    rows = {};
    rows.reserve(sources.size());
    StateTranslation translate(m_batch.state, builder);
    for (const Source &source : sources) {
        if (source.batch == NoRow) {
            rows.push_back(last[source.last]);
            continue;
        }
        m_newRows.push_back(static_cast<std::uint32_t>(rows.size()));
        rows.push_back(translate(m_batch.state.rows[source.batch]));
        stamp(rows.back());
    }
    return builder.take();
}

void Merge::describe(JobDiff &diff) const
{
    for (const std::uint32_t row : m_removed)
        diff.removed.push_back(m_last->idAt(row));
    diff.changed.reserve(m_newRows.size());
    domain::Job before;
    domain::Job after;
    const auto codeOf = [](const domain::Job &job) {
        return job.reason ? std::string_view(job.reason->code) : std::string_view();
    };
    auto update = m_updates.begin();
    for (const std::uint32_t row : m_newRows) {
        JobChange change;
        change.row = row;
        change.isNew =
            update == m_updates.end() || m_table->keyAt(row) != m_last->keyAt(update->last);
        if (!change.isNew) {
            m_last->read(update->last, before);
            m_table->read(row, after);
            change.before = before.status;
            change.beforeReason = codeOf(before);
            change.statusChanged = before.status != after.status;
            change.reasonChanged = codeOf(before) != codeOf(after);
            ++update;
        }
        diff.changed.push_back(std::move(change));
    }
}

} // namespace

MergedJobs mergeJobs(const JobTable *last, JobBatch batch, MergeKind kind, Instant now,
                     std::uint64_t generation)
{
    return Merge(last, batch, kind, now, generation).run();
}

BuiltJobs buildJobTable(std::vector<domain::Job> jobs, const JobTable *previous, Instant now,
                        std::uint64_t generation)
{
    JobBatch batch;
    for (const domain::Job &job : jobs)
        batch.put(job);
    auto merged = mergeJobs(previous, std::move(batch), MergeKind::Whole, now, generation);
    return {std::move(merged.table), merged.changed};
}

} // namespace resync::mirror
