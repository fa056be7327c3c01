// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/RowDiff.h"

#include <QTest>

#include <algorithm>

using namespace resync::console;

class tst_RowDiff final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranges_putNeighboursTogether()
    {
        QVERIFY(rangesOf({}).empty());
        QCOMPARE(rangesOf({1, 2, 3, 7, 9, 10}), (std::vector<RowRange>{{1, 3}, {7, 7}, {9, 10}}));
    }

    void diff_namesWhatGoesAndComes()
    {
        // old a b c d, new b x y d: a and c go, x and y come
        const RowDiff diff({-1, 0, -1, 3}, 4);
        QVERIFY(diff.keepsOrder());
        QCOMPARE(diff.removals(), (std::vector<RowRange>{{0, 0}, {2, 2}}));
        QCOMPARE(diff.insertions(), (std::vector<RowRange>{{1, 2}}));
        QCOMPARE(diff.editCount(), 3U);
        QCOMPARE(diff.keptCount(), 2);
    }

    void diff_permutesByWayOfKeptRemovedAdded()
    {
        // old a b c, new x c a: b goes, x comes, c and a swap
        const RowDiff diff({2, -1, 1}, 3);
        QVERIFY(!diff.keepsOrder());
        QCOMPARE(diff.keptFirst(), (std::vector<int>{1, 2, 0}));    // c a b
        QCOMPARE(diff.addedTargets(), (std::vector<int>{0}));       // x behind c a
        QCOMPARE(diff.addedInPlace(), (std::vector<int>{1, 2, 0})); // c to 1, a to 2, x to 0
    }

    void diff_ofNothing()
    {
        const RowDiff diff({}, 0);
        QVERIFY(diff.keepsOrder());
        QCOMPARE(diff.editCount(), 0U);
        QVERIFY(diff.keptFirst().empty());
    }
};

QTEST_GUILESS_MAIN(tst_RowDiff)
#include "tst_RowDiff.moc"
