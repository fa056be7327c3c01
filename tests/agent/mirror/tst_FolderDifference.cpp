// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/FolderDifference.h"

#include "agent/mirror/JobMerge.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

using namespace resync;
using namespace resync::mirror;
using namespace std::chrono_literals;
using domain::Status;

namespace {

using TimePoint = UnexplainedFolders::TimePoint;

domain::StatusCounts byStatus(std::initializer_list<std::pair<Status, int>> rows)
{
    domain::StatusCounts counts{};
    for (const auto &[status, count] : rows)
        counts.at(static_cast<std::size_t>(status)) = count;
    return counts;
}

/// /FIN: a waiting and a running job; /HR: a waiting one.
Snapshot shownPlan()
{
    JobBatch batch;
    batch.put(test::job("a"));
    batch.put(test::job("b", Status::Running));
    domain::Job other = test::job("c");
    other.folder = "/HR";
    batch.put(other);
    Snapshot shown;
    shown.jobs = mergeJobs(nullptr, std::move(batch), MergeKind::Whole, {}, 1).table;
    StreamList streams(1);
    streams[0].stream.folder = "/FIN";
    streams[0].stream.status = Status::Running;
    shown.streams = std::make_shared<const StreamList>(std::move(streams));
    return shown;
}

FolderDifference inFolder(const std::string &folder, int atEngine, int here)
{
    return {CountedKind::Jobs, folder, atEngine, here, 1, {}};
}

} // namespace

class tst_FolderDifference : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void equalCounts_areNone()
    {
        const std::vector<FolderCount> counts{
            {"/FIN", 2, byStatus({{Status::Waiting, 1}, {Status::Running, 1}})},
            {"/HR", 1, std::nullopt}};
        QVERIFY(differences(CountedKind::Jobs, counts, shownPlan()).empty());
        QVERIFY(differences(CountedKind::JobStreams, {{"/FIN", 1, {}}}, shownPlan()).empty());
    }

    void aRowInAnotherStatus_isOneRow()
    {
        const auto found = differences(
            CountedKind::Jobs,
            {{"/FIN", 2, byStatus({{Status::Waiting, 1}, {Status::Error, 1}})}, {"/HR", 1, {}}},
            shownPlan());
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found[0].folder, std::string("/FIN"));
        QCOMPARE(found[0].rows, 1);
        QVERIFY(found[0].gap.byStatus == byStatus({{Status::Error, 1}, {Status::Running, -1}}));
    }

    void foldersOfOneSideOnly_differ()
    {
        const auto found =
            differences(CountedKind::Jobs, {{"/FIN", 2, {}}, {"/NEW", 4, {}}}, shownPlan());
        QVERIFY((found ==
                 std::vector<FolderDifference>{{CountedKind::Jobs, "/NEW", 4, 0, 4, {4, {}}},
                                               {CountedKind::Jobs, "/HR", 0, 1, 1, {-1, {}}}}));
    }

    void withoutFolders_thePlanIsCompared()
    {
        QVERIFY(differences(CountedKind::Jobs, {{"", 3, {}}}, shownPlan()).empty());
        const auto found = differences(CountedKind::JobStreams, {{"", 3, {}}}, shownPlan());
        QCOMPARE(found.size(), std::size_t(1));
        QVERIFY(found[0].folder.empty());
        QCOMPARE(found[0].rows, 2);
    }

    void noCounts_areAPlanWithoutRows()
    {
        QCOMPARE(differences(CountedKind::Jobs, {}, shownPlan()).size(), std::size_t(2));
    }

    void sharedPart_isTheSmallerInOneDirection()
    {
        const RowCounts a{3, byStatus({{Status::Waiting, 5}, {Status::Error, -2}})};
        const RowCounts b{-1, byStatus({{Status::Waiting, 2}, {Status::Error, -4}})};
        const RowCounts shared = sharedPart(a, b);
        QCOMPARE(shared.total, 0);
        QVERIFY(shared.byStatus == byStatus({{Status::Waiting, 2}, {Status::Error, -2}}));
        QCOMPARE(rowsOf(shared), 2);
    }

    void unexplained_isReadAgainWhenItMovesOrLater()
    {
        const TimePoint now{1h};
        UnexplainedFolders folders;
        const FolderDifference known = inFolder("/FIN", 12, 11);
        QVERIFY(folders.shouldRead(known, now)); // never seen
        folders.update({known, inFolder("/HR", 1, 2)}, {known}, now);
        QVERIFY(folders.isKnown(known));
        QVERIFY(!folders.isKnown(inFolder("/HR", 1, 2))); // was not read again yet
        QVERIFY(!folders.shouldRead(known, now + 1min));
        QVERIFY(!folders.shouldRead(inFolder("/FIN", 13, 12), now + 1min)); // the same gap
        QVERIFY(folders.shouldRead(inFolder("/FIN", 13, 11), now + 1min));
        QVERIFY(folders.shouldRead(known, now + 15min));
        QVERIFY(folders.texts() ==
                std::vector<std::string>{"jobs of /FIN: 12 at the engine, 11 here"});
        folders.update({known}, {}, now + 1min); // still differs: the time of its reading stays
        QVERIFY(folders.shouldRead(known, now + 15min));
        folders.update({}, {}, now + 2min);
        QVERIFY(folders.isEmpty());
    }

    void unexplainedPlan_waitsWhateverItsTotal()
    {
        UnexplainedFolders folders;
        const FolderDifference known = inFolder("", 12, 11);
        folders.update({known}, {known}, TimePoint{1h});
        QVERIFY(!folders.shouldRead(inFolder("", 20, 11), TimePoint{1h + 1min}));
        QVERIFY(folders.texts() ==
                std::vector<std::string>{"jobs of the plan: 12 at the engine, 11 here"});
    }
};

QTEST_APPLESS_MAIN(tst_FolderDifference)
#include "tst_FolderDifference.moc"
