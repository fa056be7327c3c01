// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/JobMerge.h"

#include "agent/mirror/GraphBuilder.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace resync::mirror {

namespace {

/// What the batch says of one id.
struct Order
{
    IdKey id;
    std::uint32_t put = NoRow;  ///< row of the batch
    std::uint32_t list = NoRow; ///< dependency list of the batch
    bool isRemoved = false;
};

/// Where a row of the new table comes from. Both: it was there and was read again.
struct Source
{
    std::uint32_t last = NoRow;
    std::uint32_t batch = NoRow;
    std::uint32_t list = NoRow; ///< its dependencies, when they are other ones
    bool isEstimateAlone = false;
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
            orders.push_back(Order{id});
        Order &order = orders.back();
        if (entry.kind == Entry::Kind::Dependencies) {
            order.list = entry.index;
            continue;
        }
        order.isRemoved = entry.kind == Entry::Kind::Remove;
        order.put = entry.kind == Entry::Kind::Put ? entry.index : NoRow;
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

/// The detail of a dependency on a job says nothing that the job's own row does not say fresher.
bool isToldByTarget(std::string_view detail)
{
    const auto next = [&detail] {
        const std::size_t end = std::min(detail.find('\0'), detail.size());
        const auto part = detail.substr(0, end);
        detail.remove_prefix(std::min(end + 1, detail.size()));
        return part;
    };
    while (!detail.empty()) {
        const auto name = next();
        if (name != "job_stream" && name != "predecessor_status")
            return false;
        next();
    }
    return true;
}

/// Texts that rows no longer use are dropped once they can be half of all.
bool isCompactionDue(std::size_t textBytes, std::size_t compactBytes)
{
    constexpr std::size_t Tolerated = 64U << 10U;
    return textBytes > 2 * compactBytes + Tolerated;
}

/// A count that says what is shown already is no news.
void keepUnresolved(State::Row &fresh, const JobTable &last, std::uint32_t lastRow)
{
    if (fresh.unresolved == last.unresolvedAt(lastRow))
        fresh.unresolved = last.state().rows[lastRow].unresolved;
}

/// Only a sweep tells what a job that has not run yet is expected to take.
void keepEstimate(State::Row &fresh, const State::Row &known)
{
    if (fresh.estimated == NoNumber)
        fresh.estimated = known.estimated;
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
            overlay();
        else
            rebuild();
        describe(merged.diff);
        if (!m_isOtherPlan && m_last != nullptr)
            checkReasons(merged.diff);
        merged.table = std::move(m_table);
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
    void overlay();
    void rebuild();
    [[nodiscard]] std::vector<Source> sources();
    [[nodiscard]] Structure rebuiltStructure(const std::vector<Source> &sources);
    [[nodiscard]] State rebuiltState(const std::vector<Source> &sources);
    [[nodiscard]] StateBuilder stateBase() const;
    /// The dependency list of the batch says the same as what is known of the row.
    [[nodiscard]] bool isKnownList(std::uint32_t lastRow, const JobBatch::DependencyList &list);
    void rebuildDependencies(const std::vector<Source> &sources, StructureBuilder &builder,
                             StructureTranslation &fromBatch,
                             std::optional<StructureTranslation> &fromLast);
    /// A job that has left the plan, as others go on naming it.
    [[nodiscard]] Structure::External goneTarget(std::uint32_t lastRow,
                                                 StructureBuilder &builder) const;
    void stamp(State::Row &row) const
    {
        row.changedAt = m_now;
        row.changedGeneration = m_generation;
    }
    void describe(JobDiff &diff) const;
    /// Adds the rows of which nothing but the reason or a count changed.
    void checkReasons(JobDiff &diff);
    /// Rows of the last table whose reason may be another one, without those that changed.
    [[nodiscard]] std::vector<std::uint32_t> affectedRows() const;
    [[nodiscard]] std::uint32_t newRowOf(std::uint32_t lastRow) const
    {
        return m_isRestructured ? m_newRowOf[lastRow] : lastRow;
    }

    const JobTable *m_last;
    JobBatch::Content m_batch;
    const bool m_isOtherPlan;
    const bool m_isWhole;
    const std::int64_t m_now;
    const std::uint32_t m_generation;
    std::optional<SameStructure> m_sameStructure;
    std::optional<SameState> m_sameState;
    std::optional<SameText> m_sameText; ///< of the structures

    struct ChangedRow
    {
        std::uint32_t row = 0;
        std::uint32_t last = NoRow;
        bool isEstimateAlone = false;
    };
    std::vector<Source> m_updates;        ///< rows of the last table with something new, in order
    std::vector<Source> m_added;          ///< in the order of ids
    std::vector<std::uint32_t> m_removed; ///< rows of the last table, in order
    bool m_isRestructured = false;
    std::vector<std::uint32_t> m_newRowOf; ///< by row of the last table; when restructured
    std::vector<ChangedRow> m_changed;     ///< rows with other content, in order
    std::shared_ptr<State> m_state;        ///< of m_table; nobody else knows it yet
    std::shared_ptr<const JobTable> m_table;
};

void Merge::compare()
{
    if (m_last != nullptr) {
        m_sameStructure.emplace(m_batch.structure, lastStructure());
        m_sameState.emplace(m_batch.state, lastState());
        m_sameText.emplace(m_batch.structure.texts, lastStructure().texts);
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
            m_added.push_back({NoRow, order.put, order.list});
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
    Source update{lastRow, NoRow, NoRow};
    if (order.put != NoRow) {
        keepEstimate(m_batch.state.rows[order.put], lastState().rows[lastRow]);
        if (!m_isOtherPlan)
            keepUnresolved(m_batch.state.rows[order.put], *m_last, lastRow);
        const bool isNamedAlike =
            !m_isOtherPlan &&
            (*m_sameStructure)(m_batch.structure.rows[order.put], lastStructure().rows[lastRow]);
        m_isRestructured = m_isRestructured || !isNamedAlike;
        const State::Row &known = lastState().rows[lastRow];
        State::Row fresh = m_batch.state.rows[order.put];
        if (!isNamedAlike || !(*m_sameState)(fresh, known))
            update.batch = order.put;
        fresh.estimated = known.estimated;
        update.isEstimateAlone =
            isNamedAlike && update.batch != NoRow && (*m_sameState)(fresh, known);
    } else if (m_isWhole) {
        m_removed.push_back(lastRow); // dependencies alone do not keep a row
        return;
    }
    if (order.list != NoRow && !isKnownList(lastRow, m_batch.lists[order.list])) {
        update.list = order.list;
        m_isRestructured = true;
    }
    if (update.batch != NoRow || update.list != NoRow)
        m_updates.push_back(update);
}

bool Merge::isKnownList(std::uint32_t lastRow, const JobBatch::DependencyList &list)
{
    using Knowledge = Structure::Knowledge;
    const auto known = lastStructure().dependenciesOf(lastRow);
    const auto knowledge = list.isComplete ? Knowledge::Complete : Knowledge::Incomplete;
    if (known.size() != list.count || lastStructure().knowledgeOf(lastRow) != knowledge)
        return false;
    for (std::uint32_t i = 0; i < list.count; ++i) {
        const JobBatch::Dependency &fresh = m_batch.dependencies[list.first + i];
        const Structure::Dependency &old = known[i];
        if (fresh.type != old.type || fresh.status != old.status)
            return false;
        if (!old.isExternal) {
            if (!isToldByTarget(m_batch.structure.texts.at(fresh.target.detail)) ||
                IdKey(m_batch.structure.texts.at(fresh.target.id)) != m_last->keyAt(old.target))
                return false;
            continue;
        }
        const Structure::External &a = fresh.target;
        const Structure::External &b = lastStructure().externals[old.target];
        SameText &isSame = *m_sameText;
        if (!isSame(a.id, b.id) || !isSame(a.kind, b.kind) || !isSame(a.ref, b.ref) ||
            !isSame(a.name, b.name) || !isSame(a.workstation, b.workstation) ||
            !isSame(a.detail, b.detail))
            return false;
    }
    return true;
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

void Merge::overlay()
{
    StateBuilder builder = stateBase();
    StateTranslation translate(m_batch.state, builder);
    for (const Source &update : m_updates) {
        State::Row row = translate(m_batch.state.rows[update.batch]);
        stamp(row);
        builder.rows()[update.last] = row;
        m_changed.push_back({update.last, update.last, update.isEstimateAlone});
    }
    m_state = std::make_shared<State>(builder.take());
    m_table = std::make_shared<const JobTable>(m_last->sharedStructure(), m_state,
                                               m_last->surroundings());
}

void Merge::rebuild()
{
    const auto rows = sources();
    auto structure = std::make_shared<const Structure>(rebuiltStructure(rows));
    m_state = std::make_shared<State>(rebuiltState(rows));
    Surroundings surroundings;
    if (m_last != nullptr)
        surroundings = m_last->surroundings();
    if (surroundings.graph != nullptr)
        surroundings.graph = renumberedGraph(*surroundings.graph, m_newRowOf,
                                             static_cast<std::uint32_t>(rows.size()));
    m_table =
        std::make_shared<const JobTable>(std::move(structure), m_state, std::move(surroundings));
}

std::vector<Source> Merge::sources()
{
    std::vector<Source> rows;
    rows.reserve(lastSize() + m_added.size() - m_removed.size());
    m_newRowOf.assign(lastSize(), NoRow);
    auto removed = m_removed.begin();
    auto update = m_updates.begin();
    auto added = m_added.begin();
    const auto addedId = [&] {
        return m_batch.structure.idOf(m_batch.structure.rows[added->batch]);
    };
    for (std::uint32_t last = 0; last < lastSize(); ++last) {
        while (added != m_added.end() && addedId() < m_last->keyAt(last))
            rows.push_back(*added++);
        if (removed != m_removed.end() && *removed == last) {
            ++removed;
            continue;
        }
        m_newRowOf[last] = static_cast<std::uint32_t>(rows.size());
        if (update != m_updates.end() && update->last == last)
            rows.push_back(*update++);
        else
            rows.push_back({last, NoRow, NoRow});
    }
    rows.insert(rows.end(), added, m_added.end());
    return rows;
}

/// What counting reads of the rows, each by itself.
void addColumns(Structure &structure)
{
    structure.folderOf.reserve(structure.rows.size());
    structure.streamOf.reserve(structure.rows.size());
    for (const Structure::Row &row : structure.rows) {
        structure.folderOf.push_back(row.folder);
        structure.streamOf.push_back(row.stream);
    }
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
    rebuildDependencies(sources, builder, fromBatch, fromLast);
    if (!m_batch.state.rows.empty())
        builder.setPlanId(m_batch.structure.planId);
    else if (m_last != nullptr)
        builder.setPlanId(m_last->planId());
    Structure structure = builder.take();
    addColumns(structure);
    return structure;
}

/// Puts the dependencies of all rows into a structure whose rows are complete.
class DependencyWriter
{
public:
    DependencyWriter(StructureBuilder &builder, std::size_t rows)
        : m_builder(builder)
        , m_out(builder.structure())
    {
        m_out.dependencyStarts.reserve(rows + 1);
        m_out.dependencyStarts.push_back(0);
        m_out.knowledge.reserve(rows);
    }
    void addRow(std::uint32_t row, Structure::Dependency dependency)
    {
        dependency.isExternal = false;
        dependency.target = row;
        m_out.dependencies.push_back(dependency);
    }
    /// \a external in the texts of the builder.
    void addExternal(const Structure::External &external, Structure::Dependency dependency)
    {
        if (dependency.type == domain::DependencyType::Job &&
            isToldByTarget(m_builder.texts().at(external.detail)))
            if (const auto row = m_builder.find(IdKey(m_builder.texts().at(external.id))))
                return addRow(*row, dependency);
        dependency.isExternal = true;
        dependency.target = static_cast<std::uint32_t>(m_out.externals.size());
        m_out.externals.push_back(external);
        m_out.dependencies.push_back(dependency);
    }
    void endRow(Structure::Knowledge knowledge)
    {
        m_out.dependencyStarts.push_back(static_cast<std::uint32_t>(m_out.dependencies.size()));
        m_out.knowledge.push_back(knowledge);
    }

private:
    StructureBuilder &m_builder;
    Structure &m_out;
};

void Merge::rebuildDependencies(const std::vector<Source> &sources, StructureBuilder &builder,
                                StructureTranslation &fromBatch,
                                std::optional<StructureTranslation> &fromLast)
{
    const bool hasOld = m_last != nullptr && !lastStructure().dependencyStarts.empty();
    if (!hasOld && m_batch.lists.empty())
        return;
    DependencyWriter out(builder, sources.size());
    const auto addKnown = [&](const Structure::Dependency &each) {
        const auto isGone = [&] { return m_newRowOf[each.target] == NoRow; };
        if (!each.isExternal && !isGone())
            return out.addRow(m_newRowOf[each.target], each);
        const Structure::External external = each.isExternal
                                                 ? lastStructure().externals[each.target]
                                                 : goneTarget(each.target, builder);
        const bool isForeign = fromLast && each.isExternal;
        out.addExternal(isForeign ? (*fromLast)(external) : external, each);
    };
    for (const Source &source : sources) {
        auto knowledge = Structure::Knowledge::None;
        if (source.list != NoRow) {
            const JobBatch::DependencyList &list = m_batch.lists[source.list];
            for (std::uint32_t i = 0; i < list.count; ++i) {
                const JobBatch::Dependency &each = m_batch.dependencies[list.first + i];
                out.addExternal(fromBatch(each.target), {0, true, each.type, each.status});
            }
            knowledge =
                list.isComplete ? Structure::Knowledge::Complete : Structure::Knowledge::Incomplete;
        } else if (source.last != NoRow && !m_isOtherPlan) {
            for (const Structure::Dependency &each : lastStructure().dependenciesOf(source.last))
                addKnown(each);
            knowledge = lastStructure().knowledgeOf(source.last);
        }
        out.endRow(knowledge);
    }
}

Structure::External Merge::goneTarget(std::uint32_t lastRow, StructureBuilder &builder) const
{
    domain::Job job;
    m_last->read(lastRow, job);
    TextTableBuilder &texts = builder.textBuilder();
    return {texts.intern(job.id.value()),      texts.intern("job"),
            texts.intern(domain::jobRef(job)), texts.intern(job.name),
            texts.intern(job.workstation),     0};
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
        m_changed.push_back(
            {static_cast<std::uint32_t>(rows.size()), source.last, source.isEstimateAlone});
        rows.push_back(translate(m_batch.state.rows[source.batch]));
        stamp(rows.back());
    }
    return builder.take();
}

void Merge::describe(JobDiff &diff) const
{
    for (const std::uint32_t row : m_removed)
        diff.removed.push_back(m_last->idAt(row));
    diff.changed.reserve(m_changed.size());
    domain::Job scratch;
    for (const auto &[row, last, isEstimateAlone] : m_changed) {
        JobChange change;
        change.row = row;
        change.isEstimateAlone = isEstimateAlone;
        change.isNew = last == NoRow;
        if (!change.isNew) {
            change.before = m_last->statusAt(last);
            change.beforeReason = m_last->reasonCode(last, scratch);
            change.statusChanged = change.before != m_table->statusAt(row);
            change.reasonChanged = change.beforeReason != m_table->reasonCode(row, scratch);
        }
        diff.changed.push_back(std::move(change));
    }
}

void Merge::checkReasons(JobDiff &diff)
{
    const std::size_t known = diff.changed.size();
    domain::Job scratch;
    for (const std::uint32_t last : affectedRows()) {
        const std::uint32_t row = newRowOf(last);
        auto before = m_last->standing(last, scratch);
        const auto after = m_table->standing(row, scratch);
        if (before == after)
            continue;
        stamp(m_state->rows[row]);
        diff.changed.push_back(
            changeByPredecessor(row, m_table->statusAt(row), std::move(before), after));
    }
    const auto byRow = [](const JobChange &a, const JobChange &b) { return a.row < b.row; };
    std::inplace_merge(diff.changed.begin(),
                       diff.changed.begin() + static_cast<std::ptrdiff_t>(known),
                       diff.changed.end(), byRow);
}

std::vector<std::uint32_t> Merge::affectedRows() const
{
    std::vector<std::uint32_t> rows;
    for (const Source &update : m_updates)
        if (update.batch == NoRow)
            rows.push_back(update.last); // its dependencies alone are new
    if (const domain::PlanGraph *graph = m_last->graph().get()) {
        const auto addSuccessors = [&](std::uint32_t row) {
            for (const auto node : graph->successors(row))
                graph->appendJobs(node, rows);
        };
        for (const Source &update : m_updates)
            addSuccessors(update.last);
        for (const std::uint32_t row : m_removed)
            addSuccessors(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    std::erase_if(rows, [&](std::uint32_t last) {
        const auto at = std::lower_bound(
            m_changed.begin(), m_changed.end(), newRowOf(last),
            [](const ChangedRow &changed, std::uint32_t row) { return changed.row < row; });
        return newRowOf(last) == NoRow || (at != m_changed.end() && at->row == newRowOf(last));
    });
    return rows;
}

} // namespace

JobChange changeByPredecessor(std::uint32_t row, domain::Status status, JobTable::Standing before,
                              const JobTable::Standing &after)
{
    JobChange change;
    change.row = row;
    change.before = status;
    change.reasonChanged = before.first != after.first;
    change.beforeReason = std::move(before.first);
    change.isByPredecessor = true;
    return change;
}

MergedJobs mergeJobs(const JobTable *last, JobBatch batch, MergeKind kind, Instant now,
                     std::uint64_t generation)
{
    return Merge(last, batch, kind, now, generation).run();
}

} // namespace resync::mirror
