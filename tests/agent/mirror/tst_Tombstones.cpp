// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Tombstones.h"

#include "agent/mirror/JobMerge.h"
#include "tests/support/FakeEngine.h"

#include <QTest>

using namespace resync;
using namespace resync::mirror;

namespace {

std::vector<std::string> ids(std::size_t count, const std::string &prefix)
{
    std::vector<std::string> list;
    for (std::size_t i = 0; i < count; ++i)
        list.push_back(prefix + std::to_string(i));
    return list;
}

} // namespace

class tst_Tombstones : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void after_tellsTheLater()
    {
        Tombstones stones;
        QVERIFY(stones.after(0).empty());
        stones.add({"a", "b"}, 3);
        stones.add({}, 4);
        stones.add({"c"}, 5);
        QCOMPARE(stones.after(2).size(), std::size_t(3));
        QVERIFY(stones.after(3) == std::vector<std::string_view>{"c"});
        QVERIFY(stones.after(5).empty());
        QCOMPARE(stones.completeFrom(), std::uint64_t(0));
    }

    void overflow_movesTheBeginning()
    {
        Tombstones stones;
        stones.add(ids(30'000, "a"), 1);
        stones.add(ids(20'000, "b"), 2);
        QCOMPARE(stones.completeFrom(), std::uint64_t(0)); // exactly as many as are kept
        stones.add({"c"}, 3);
        QCOMPARE(stones.size(), Tombstones::MaxCount);
        QCOMPARE(stones.completeFrom(), std::uint64_t(1)); // one of generation 1 is missing
        QCOMPARE(stones.after(1).size(), std::size_t(20'001));
        stones.add(ids(30'000, "d"), 4);
        QCOMPARE(stones.completeFrom(), std::uint64_t(2));
        QCOMPARE(stones.size(), Tombstones::MaxCount);
    }

    void moreThanAreKeptAtOnce()
    {
        Tombstones stones;
        stones.add({"a"}, 1);
        stones.add(ids(Tombstones::MaxCount + 1, "b"), 2);
        QCOMPARE(stones.size(), std::size_t(0));
        QCOMPARE(stones.completeFrom(), std::uint64_t(2));
    }

    void thoseThatAreBack_areForgotten()
    {
        Tombstones stones;
        stones.add({"a", "b", "c"}, 2);
        JobBatch batch;
        batch.put(test::job("b"));
        stones.forgetThoseIn(*mergeJobs(nullptr, std::move(batch), MergeKind::Whole, {}, 3).table);
        QVERIFY((stones.after(1) == std::vector<std::string_view>{"a", "c"}));
    }

    void newPlan_startsAgain()
    {
        Tombstones stones;
        stones.add({"a"}, 2);
        stones.restart(7);
        QVERIFY(stones.after(0).empty());
        QCOMPARE(stones.completeFrom(), std::uint64_t(7));
    }
};

QTEST_GUILESS_MAIN(tst_Tombstones)
#include "tst_Tombstones.moc"
