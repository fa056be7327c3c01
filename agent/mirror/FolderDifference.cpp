// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/FolderDifference.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <unordered_map>

namespace resync::mirror {

namespace {

using namespace std::chrono_literals;

constexpr auto ReadAgainAfter = 15min;

using Tallies = std::unordered_map<std::string_view, RowCounts>; ///< by folder

void addRow(RowCounts &counts, domain::Status status)
{
    ++counts.total;
    ++counts.byStatus.at(static_cast<std::size_t>(status));
}

Tallies tally(CountedKind kind, const Snapshot &shown, bool byFolder)
{
    Tallies tallies;
    if (kind == CountedKind::JobStreams) {
        for (const auto &row : *shown.streams)
            addRow(tallies[byFolder ? std::string_view(row.stream.folder) : ""], row.stream.status);
        return tallies;
    }
    const JobTable &table = *shown.jobs;
    const auto &texts = table.structure().texts;
    std::vector<std::uint32_t> placeOf(texts.count(), NoRow); // of each folder in counts
    std::vector<std::pair<std::uint32_t, RowCounts>> counts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const std::uint32_t folder = byFolder ? table.structure().folderOf[i] : 0;
        if (placeOf[folder] == NoRow) {
            placeOf[folder] = static_cast<std::uint32_t>(counts.size());
            counts.emplace_back(folder, RowCounts());
        }
        addRow(counts[placeOf[folder]].second, table.statusAt(i));
    }
    for (const auto &[folder, counted] : counts)
        tallies[texts.at(folder)] = counted;
    return tallies;
}

int sharedPart(int a, int b)
{
    if ((a < 0) != (b < 0))
        return 0;
    return std::abs(a) < std::abs(b) ? a : b;
}

std::string_view nameOf(CountedKind kind)
{
    return kind == CountedKind::Jobs ? "jobs" : "job streams";
}

} // namespace

RowCounts gapBetween(const FolderCount &count, const RowCounts &other)
{
    RowCounts gap{count.total - other.total, {}};
    if (count.byStatus)
        std::transform(count.byStatus->begin(), count.byStatus->end(), other.byStatus.begin(),
                       gap.byStatus.begin(), std::minus());
    return gap;
}

int rowsOf(const RowCounts &gap)
{
    int moved = 0;
    for (const int rows : gap.byStatus)
        moved += std::abs(rows);
    // a row in another status differs in two counts
    return std::max(std::abs(gap.total), (moved + 1) / 2);
}

RowCounts sharedPart(const RowCounts &a, const RowCounts &b)
{
    RowCounts shared{sharedPart(a.total, b.total), {}};
    for (std::size_t i = 0; i < domain::StatusCount; ++i)
        shared.byStatus.at(i) = sharedPart(a.byStatus.at(i), b.byStatus.at(i));
    return shared;
}

std::vector<FolderDifference> differences(CountedKind kind, const std::vector<FolderCount> &counts,
                                          const Snapshot &shown)
{
    const bool byFolder = counts.empty() || !counts.front().folder.empty();
    Tallies ours = tally(kind, shown, byFolder);
    std::vector<FolderDifference> found;
    const auto compare = [&](const FolderCount &count, const RowCounts &here) {
        const RowCounts gap = gapBetween(count, here);
        if (const int rows = rowsOf(gap); rows > 0)
            found.push_back({kind, count.folder, count.total, here.total, rows, gap});
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

} // namespace resync::mirror
