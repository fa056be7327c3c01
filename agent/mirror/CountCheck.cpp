// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/CountCheck.h"

#include "agent/mirror/IdCheck.h"
#include "agent/mirror/IdSet.h"
#include "agent/mirror/PagedRead.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace resync::mirror {

namespace {

/// A refresh reads folders again until they held this many rows; the others wait for the next one.
constexpr int MostRowsReadAgain = 20'000;
/// Of a folder only the rows in the statuses that gained are read, where they are so few.
constexpr int FewRows = 2'000;

const FolderCount *find(const std::vector<FolderCount> &counts, std::string_view folder)
{
    const auto at = std::find_if(counts.begin(), counts.end(),
                                 [&](const auto &each) { return each.folder == folder; });
    return at != counts.end() ? &*at : nullptr;
}

/// Rows that moved between two answers of the engine.
int movedRows(const FolderCount *before, const FolderCount *now)
{
    if (before == nullptr || now == nullptr)
        return 0;
    return rowsOf(
        gapBetween(*now, {before->total, before->byStatus.value_or(RowCounts().byStatus)}));
}

std::vector<std::string> idsOfFolder(CountedKind kind, const Snapshot &shown,
                                     std::string_view folder)
{
    std::vector<std::string> ids;
    if (kind == CountedKind::JobStreams) {
        for (const auto &row : *shown.streams)
            if (row.stream.folder == folder)
                ids.push_back(row.stream.id.value());
        return ids;
    }
    const JobTable &table = *shown.jobs;
    const auto &texts = table.structure().texts;
    for (std::size_t i = 0; i < table.size(); ++i)
        if (texts.at(table.structure().folderOf[i]) == folder)
            ids.emplace_back(table.idAt(i));
    return ids;
}

class CountChecker : public std::enable_shared_from_this<CountChecker>
{
public:
    CountChecker(EngineReads &reads, const Clock &clock, UnexplainedFolders &unexplained,
                 PlanBatch &batch, CountOrder order, Callback<CountOutcome> done)
        : m_reads(reads)
        , m_clock(clock)
        , m_unexplained(unexplained)
        , m_batch(batch)
        , m_order(std::move(order))
        , m_done(std::move(done))
    {
        if (m_order.wanted.has(Collection::JobStreams))
            m_kinds.push_back(CountedKind::JobStreams);
        if (m_order.wanted.has(Collection::Jobs))
            m_kinds.push_back(CountedKind::Jobs);
    }

    void start()
    {
        count([this] { onFirstCount(); });
    }

private:
    using Counts = std::map<CountedKind, std::vector<FolderCount>>;

    void count(std::function<void()> next)
    {
        m_before = std::exchange(m_differing, {});
        m_countsBefore = std::exchange(m_counts, {});
        countKind(0, std::move(next));
    }

    void countKind(std::size_t index, std::function<void()> next)
    {
        if (index == m_kinds.size())
            return next();
        const auto kind = m_kinds[index];
        m_reads.fetchCounts(kind, [self = shared_from_this(), kind, index, next = std::move(next)](
                                      Result<std::vector<FolderCount>> answer) mutable {
            if (answer)
                self->compare(kind, std::move(*answer));
            else if (answer.error().kind != ErrorKind::NotOffered)
                return self->fail(answer.error());
            self->countKind(index + 1, std::move(next));
        });
    }

    void compare(CountedKind kind, std::vector<FolderCount> counts)
    {
        auto found = differences(kind, counts, *m_order.shown);
        std::move(found.begin(), found.end(), std::back_inserter(m_differing));
        m_counts[kind] = std::move(counts);
    }

    /// Of a kind that the engine counts, fewer than half of what is shown.
    [[nodiscard]] bool isHalfMissing() const
    {
        return std::any_of(m_counts.begin(), m_counts.end(), [this](const auto &each) {
            std::size_t total = 0;
            for (const auto &folder : each.second)
                total += static_cast<std::size_t>(std::max(0, folder.total));
            const Snapshot &shown = *m_order.shown;
            return 2 * total <
                   (each.first == CountedKind::Jobs ? shown.jobs->size() : shown.streams->size());
        });
    }

    void onFirstCount()
    {
        m_outcome.wasAsked = !m_kinds.empty();
        m_outcome.areOffered = !m_counts.empty();
        m_outcome.isHalfMissing = isHalfMissing();
        if (m_outcome.isHalfMissing)
            return finish();
        const bool isAnyNew = std::any_of(
            m_differing.begin(), m_differing.end(), [this](const FolderDifference &each) {
                return m_unexplained.shouldRead(each, m_clock.steady());
            });
        if (!isAnyNew || !m_order.readMoved)
            return readAgain();
        m_order.readMoved(keepDifferingKinds(), [self = shared_from_this()](Result<> answer) {
            if (!answer)
                return self->fail(answer.error());
            if (self->merge())
                self->count([self] { self->onMovedCount(); });
        });
    }

    /// What agrees is not asked for again.
    CollectionSet keepDifferingKinds()
    {
        std::erase_if(m_kinds, [this](CountedKind kind) {
            return std::none_of(m_differing.begin(), m_differing.end(),
                                [&](const FolderDifference &each) { return each.kind == kind; });
        });
        CollectionSet kept;
        for (const CountedKind kind : m_kinds)
            kept.add(kind == CountedKind::Jobs ? Collection::Jobs : Collection::JobStreams);
        return kept;
    }

    void onMovedCount()
    {
        forgetMoving();
        readAgain();
    }

    void forgetMoving()
    {
        std::erase_if(m_differing, [this](const FolderDifference &each) {
            return !m_unexplained.isKnown(each) && isMoving(each);
        });
    }

    /// It does not differ as it did before, or no more than it moved since.
    [[nodiscard]] bool isMoving(const FolderDifference &difference)
    {
        const auto before =
            std::find_if(m_before.begin(), m_before.end(), [&](const FolderDifference &each) {
                return each.kind == difference.kind && each.folder == difference.folder;
            });
        if (before == m_before.end())
            return true;
        const int moved = movedRows(find(m_countsBefore[difference.kind], difference.folder),
                                    find(m_counts[difference.kind], difference.folder));
        return rowsOf(sharedPart(before->gap, difference.gap)) <= moved;
    }

    void readAgain()
    {
        for (const auto &difference : m_differing)
            m_outcome.divergence += difference.rows;
        choose();
        if (m_toRead.empty())
            return finishCounted();
        m_order.beforeReading();
        readFolder();
    }

    /// Puts what was read into the snapshot; false: it was of another plan, and that is the answer.
    bool merge()
    {
        m_order.shown = m_order.merge();
        m_outcome.isOtherPlan = m_order.shown == nullptr;
        if (m_outcome.isOtherPlan)
            finish();
        return !m_outcome.isOtherPlan;
    }

    struct FolderRead
    {
        FolderDifference difference;
        std::vector<domain::Status> statuses; ///< empty: all of them
        int rows = 0;
    };

    /// What is read again now, within the limit of one refresh.
    void choose()
    {
        m_toRead.clear();
        m_next = 0;
        m_outcome.isPending = false;
        for (const auto &difference : m_differing) {
            if (wasReadAgain(difference) || !m_unexplained.shouldRead(difference, m_clock.steady()))
                continue;
            if (difference.folder.empty()) {
                m_outcome.wantsSweep = true;
                m_readAgain.push_back(difference);
            } else if (m_rowsChosen < MostRowsReadAgain) {
                m_toRead.push_back(readOf(difference));
                m_rowsChosen += m_toRead.back().rows;
            } else {
                m_outcome.isPending = true;
            }
        }
    }

    [[nodiscard]] bool wasReadAgain(const FolderDifference &difference) const
    {
        return std::any_of(m_readAgain.begin(), m_readAgain.end(), [&](const auto &each) {
            return each.kind == difference.kind && each.folder == difference.folder;
        });
    }

    /// Rows that changed between statuses are among those in the statuses that gained.
    [[nodiscard]] FolderRead readOf(const FolderDifference &difference)
    {
        const FolderRead whole{difference, {}, std::max(difference.atEngine, difference.here)};
        const auto *count = find(m_counts[difference.kind], difference.folder);
        if (m_isThorough || difference.gap.total != 0 || count == nullptr || !count->byStatus)
            return whole;
        FolderRead few{difference, {}, 0};
        for (const auto status : domain::AllStatuses) {
            const auto index = static_cast<std::size_t>(status);
            if (difference.gap.byStatus.at(index) <= 0)
                continue;
            few.statuses.push_back(status);
            few.rows += count->byStatus->at(index);
        }
        return few.statuses.empty() || few.rows > FewRows ? whole : few;
    }

    void readFolder()
    {
        if (m_next == m_toRead.size())
            return mergeAndCountAgain();
        if (m_toRead[m_next].difference.kind == CountedKind::Jobs)
            readFolderOf<domain::Job>();
        else
            readFolderOf<domain::JobStream>();
    }

    template<typename Row>
    void readFolderOf()
    {
        RowQuery query;
        const FolderRead &read = m_toRead[m_next];
        query.form =
            read.statuses.empty() ? RowQuery::Form::Folder : RowQuery::Form::FolderStatuses;
        query.folder = read.difference.folder;
        query.statuses = read.statuses;
        m_seen.clear();
        readPages<Row>(
            m_reads, std::move(query), CallPriority::Refresh,
            [this](const Row &row) {
                m_seen.insert(idOf(row));
                m_batch.put(row);
            },
            [self = shared_from_this()](Result<ReadPages> answer) {
                if (!answer && answer.error().kind != ErrorKind::NotOffered)
                    return self->fail(answer.error());
                if (!self->m_toRead[self->m_next].statuses.empty())
                    return self->onFolder();
                if (answer)
                    return self->template askForUnseen<Row>();
                self->m_outcome.wantsSweep = true; // it cannot be asked for alone
                self->onFolder();
            });
    }

    /// The list lacks most rows though they are counted: nothing is gone for that.
    [[nodiscard]] static bool contradictsCount(const FolderDifference &folder, std::size_t unseen)
    {
        const auto here = static_cast<std::size_t>(std::max(0, folder.here));
        return 2 * unseen > here && 2 * folder.atEngine >= folder.here;
    }

    template<typename Row>
    void askForUnseen()
    {
        const auto &folder = m_toRead[m_next].difference;
        auto ids = idsOfFolder(folder.kind, *m_order.shown, folder.folder);
        std::erase_if(ids, [this](const std::string &id) { return m_seen.contains(IdKey(id)); });
        if (contradictsCount(folder, ids.size())) {
            m_outcome.wantsSweep = true;
            return onFolder();
        }
        checkIds<Row>(
            m_reads, std::move(ids), CallPriority::Refresh,
            [this](const Row &row) { m_batch.put(row); },
            [this, kind = folder.kind](const std::string &id) {
                kind == CountedKind::Jobs ? m_batch.removeJob(id) : m_batch.removeStream(id);
            },
            [self = shared_from_this()](Result<> answer) {
                if (!answer && answer.error().kind != ErrorKind::NotOffered)
                    return self->fail(answer.error());
                self->onFolder();
            });
    }

    void onFolder()
    {
        const FolderRead &read = m_toRead[m_next++];
        if (read.statuses.empty())
            m_readAgain.push_back(read.difference);
        readFolder();
    }

    void mergeAndCountAgain()
    {
        if (merge())
            count([this] { onCountAgain(); });
    }

    /// Where a few rows did not explain it, all rows of the folder are read.
    void onCountAgain()
    {
        forgetMoving();
        if (!std::exchange(m_isThorough, true)) {
            choose();
            if (!m_toRead.empty())
                return readFolder();
        }
        finishCounted();
    }

    void finishCounted()
    {
        m_unexplained.update(m_differing, m_readAgain, m_clock.steady());
        finish();
    }

    void finish() { m_done(m_outcome); }
    void fail(const Error &error) { m_done(tl::unexpected<Error>(error.during("count rows"))); }

    EngineReads &m_reads;
    const Clock &m_clock;
    UnexplainedFolders &m_unexplained;
    PlanBatch &m_batch;
    CountOrder m_order;
    Callback<CountOutcome> m_done;
    CountOutcome m_outcome;
    std::vector<CountedKind> m_kinds;
    Counts m_counts;
    Counts m_countsBefore;
    std::vector<FolderDifference> m_differing; ///< by the last counts
    std::vector<FolderDifference> m_before;    ///< by those before
    std::vector<FolderRead> m_toRead;
    std::vector<FolderDifference> m_readAgain; ///< whole
    IdSet m_seen;                              ///< ids of the folder that is being read
    std::size_t m_next = 0;
    int m_rowsChosen = 0;
    bool m_isThorough = false;
};

} // namespace

void checkCounts(EngineReads &reads, const Clock &clock, UnexplainedFolders &unexplained,
                 PlanBatch &batch, CountOrder order, Callback<CountOutcome> done)
{
    std::make_shared<CountChecker>(reads, clock, unexplained, batch, std::move(order),
                                   std::move(done))
        ->start();
}

} // namespace resync::mirror
