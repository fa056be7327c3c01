// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/CountCheck.h"

#include "agent/mirror/IdCheck.h"
#include "agent/mirror/PagedRead.h"
#include "shared/core/Clock.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>
#include <unordered_set>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr auto ReadAgainAfter = 15min;
/// A refresh reads folders again until they held this many rows; the others wait for the next one.
constexpr int MostRowsReadAgain = 20'000;

struct Tally
{
    int total = 0;
    domain::StatusCounts byStatus{};

    void add(domain::Status status)
    {
        ++total;
        ++byStatus.at(static_cast<std::size_t>(status));
    }
};
using Tallies = std::unordered_map<std::string_view, Tally>; ///< by folder

Tallies tally(CountedKind kind, const Snapshot &shown, bool byFolder)
{
    Tallies tallies;
    if (kind == CountedKind::JobStreams) {
        for (const auto &row : *shown.streams)
            tallies[byFolder ? std::string_view(row.stream.folder) : ""].add(row.stream.status);
        return tallies;
    }
    const JobTable &table = *shown.jobs;
    const auto &texts = table.structure().texts;
    std::unordered_map<std::uint32_t, Tally> byText; // far fewer look-ups by text
    for (std::size_t i = 0; i < table.size(); ++i)
        byText[byFolder ? table.structure().rows[i].folder : 0].add(table.statusAt(i));
    for (const auto &[text, counted] : byText)
        tallies[byFolder ? texts.at(text) : ""] = counted;
    return tallies;
}

int differingRows(const FolderCount &count, const Tally &ours)
{
    const int byTotal = std::abs(count.total - ours.total);
    if (!count.byStatus)
        return byTotal;
    int moved = 0;
    for (std::size_t i = 0; i < domain::StatusCount; ++i)
        moved += std::abs(count.byStatus->at(i) - ours.byStatus.at(i));
    return std::max(byTotal, (moved + 1) / 2); // a row in another status differs in two counts
}

std::string_view nameOf(CountedKind kind)
{
    return kind == CountedKind::Jobs ? "jobs" : "job streams";
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
        if (texts.at(table.structure().rows[i].folder) == folder)
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
    void count(std::function<void()> next)
    {
        m_differing.clear();
        m_areOffered = false;
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
                self->compare(kind, *answer);
            else if (answer.error().kind != ErrorKind::NotOffered)
                return self->fail(answer.error());
            self->countKind(index + 1, std::move(next));
        });
    }

    void compare(CountedKind kind, const std::vector<FolderCount> &counts)
    {
        m_areOffered = true;
        auto found = differences(kind, counts, *m_order.shown);
        std::move(found.begin(), found.end(), std::back_inserter(m_differing));
        if (kind != CountedKind::Jobs)
            return;
        std::size_t total = 0;
        for (const auto &folder : counts)
            total += static_cast<std::size_t>(std::max(0, folder.total));
        if (2 * total < m_order.shown->jobs->size())
            m_outcome.listed = total;
    }

    void onFirstCount()
    {
        m_outcome.wasAsked = !m_kinds.empty();
        m_outcome.areOffered = m_areOffered;
        for (const auto &difference : m_differing)
            m_outcome.divergence += difference.rows;
        if (m_outcome.listed || !m_areOffered)
            return finish();
        choose();
        if (m_toRead.empty()) {
            m_unexplained.update(m_differing, m_readAgain, m_clock.steady());
            return finish();
        }
        m_order.beforeReading();
        readFolder();
    }

    /// What is read again now, within the limit of one refresh.
    void choose()
    {
        int rows = 0;
        for (const auto &difference : m_differing) {
            if (!m_unexplained.shouldRead(difference, m_clock.steady()))
                continue;
            if (difference.folder.empty()) {
                m_outcome.wantsSweep = true;
                m_readAgain.push_back(difference);
            } else if (rows < MostRowsReadAgain) {
                rows += std::max(difference.atEngine, difference.here);
                m_toRead.push_back(difference);
            } else {
                m_outcome.isPending = true;
            }
        }
    }

    void readFolder()
    {
        if (m_next == m_toRead.size())
            return mergeAndCountAgain();
        if (m_toRead[m_next].kind == CountedKind::Jobs)
            readFolderOf<domain::Job>();
        else
            readFolderOf<domain::JobStream>();
    }

    template<typename Row>
    void readFolderOf()
    {
        RowQuery query;
        query.form = RowQuery::Form::Folder;
        query.folder = m_toRead[m_next].folder;
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
                if (answer)
                    return self->template askForUnseen<Row>();
                self->m_outcome.wantsSweep = true; // it cannot be asked for alone
                self->onFolder();
            });
    }

    template<typename Row>
    void askForUnseen()
    {
        const auto &folder = m_toRead[m_next];
        auto ids = idsOfFolder(folder.kind, *m_order.shown, folder.folder);
        std::erase_if(ids, [this](const std::string &id) { return m_seen.contains(id); });
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
        m_readAgain.push_back(m_toRead[m_next++]);
        readFolder();
    }

    void mergeAndCountAgain()
    {
        m_order.shown = m_order.merge();
        count([this] {
            m_unexplained.update(m_differing, m_readAgain, m_clock.steady());
            finish();
        });
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
    std::vector<FolderDifference> m_differing;
    std::vector<FolderDifference> m_toRead;
    std::vector<FolderDifference> m_readAgain;
    std::unordered_set<std::string> m_seen; ///< ids of the folder that is being read
    std::size_t m_next = 0;
    bool m_areOffered = false;
};

} // namespace

std::vector<FolderDifference> differences(CountedKind kind, const std::vector<FolderCount> &counts,
                                          const Snapshot &shown)
{
    const bool byFolder = counts.empty() || !counts.front().folder.empty();
    Tallies ours = tally(kind, shown, byFolder);
    std::vector<FolderDifference> found;
    const auto compare = [&](const FolderCount &count, const Tally &here) {
        if (const int rows = differingRows(count, here); rows > 0)
            found.push_back({kind, count.folder, count.total, here.total, rows});
    };
    for (const auto &count : counts) {
        compare(count, ours[count.folder]);
        ours.erase(count.folder);
    }
    for (const auto &[folder, here] : ours) // folders that the engine does not have
        compare({std::string(folder), 0, std::nullopt}, here);
    return found;
}

bool UnexplainedFolders::shouldRead(const FolderDifference &difference, TimePoint now) const
{
    const auto at = m_folders.find({difference.kind, difference.folder});
    if (at == m_folders.end() || now - at->second.readAt >= ReadAgainAfter)
        return true;
    const auto &known = at->second.difference;
    const bool isByTotal = !difference.folder.empty();
    return isByTotal && difference.atEngine - difference.here != known.atEngine - known.here;
}

void UnexplainedFolders::update(const std::vector<FolderDifference> &differing,
                                const std::vector<FolderDifference> &readAgain, TimePoint when)
{
    std::map<Key, Entry> next;
    for (const auto &difference : differing) {
        const Key key(difference.kind, difference.folder);
        const bool wasRead = std::any_of(readAgain.begin(), readAgain.end(), [&](const auto &r) {
            return Key(r.kind, r.folder) == key;
        });
        if (wasRead)
            next[key] = {difference, when};
        else if (const auto known = m_folders.find(key); known != m_folders.end())
            next[key] = {difference, known->second.readAt};
    }
    m_folders = std::move(next);
}

std::vector<std::string> UnexplainedFolders::texts() const
{
    std::vector<std::string> texts;
    for (const auto &[key, entry] : m_folders) {
        std::string text(nameOf(key.first));
        text += key.second.empty() ? " of the plan" : " of " + key.second;
        text += ": " + std::to_string(entry.difference.atEngine) + " at the engine, " +
                std::to_string(entry.difference.here) + " here";
        texts.push_back(std::move(text));
    }
    return texts;
}

void checkCounts(EngineReads &reads, const Clock &clock, UnexplainedFolders &unexplained,
                 PlanBatch &batch, CountOrder order, Callback<CountOutcome> done)
{
    std::make_shared<CountChecker>(reads, clock, unexplained, batch, std::move(order),
                                   std::move(done))
        ->start();
}

} // namespace resync::mirror
