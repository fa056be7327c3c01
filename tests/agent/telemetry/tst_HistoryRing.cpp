// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/HistoryRing.h"

#include <QTest>

using namespace resync;
using namespace std::chrono_literals;
using telemetry::HistoryRing;

namespace {

using Values = std::vector<std::optional<double>>;

const Instant Start(std::chrono::seconds(1'700'000'000)); // a multiple of ten

HistoryRing ring()
{
    return HistoryRing({{"jobs", "jobs", {{"status", "error"}}, {}}, {"memory", "bytes", {}, {}}});
}

} // namespace

class TestHistoryRing : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_comeBackInTheirSteps()
    {
        auto history = ring();
        history.add(Start, Values{1, 100});
        history.add(Start + 10s, Values{2, std::nullopt});
        const auto read = history.read(Start, Start + 10s, {});
        QCOMPARE(read.step.count(), 10);
        QVERIFY(read.from == Start && read.to == Start + 10s);
        QVERIFY((read.series[0].points == Values{1, 2}));
        QVERIFY((read.series[1].points == Values{100, std::nullopt}));
        QCOMPARE(read.series[0].labels[0].second.c_str(), "error");
    }

    void whatWasNotMeasured_isAGap()
    {
        auto history = ring();
        QVERIFY((history.read(Start, Start, {}).series[0].points == Values{std::nullopt}));
        history.add(Start, Values{1, 1});
        history.add(Start + 30s, Values{4, 4});
        const auto read = history.read(Start - 10s, Start + 40s, {"jobs"});
        QCOMPARE(read.series.size(), 1U);
        QVERIFY((read.series[0].points ==
                 Values{std::nullopt, 1, std::nullopt, std::nullopt, 4, std::nullopt}));
    }

    void olderThanADay_isOverwritten()
    {
        auto history = ring();
        for (int i = 0; i < 10'000; ++i)
            history.add(Start + i * 10s, Values{i, 0});
        const auto read = history.read(Start, Start + 99'990s, {"jobs"});
        QCOMPARE(read.series[0].points.size(), HistoryRing::Steps);
        QVERIFY(read.series[0].points.front() == 10'000.0 - HistoryRing::Steps);
        QVERIFY(read.series[0].points.back() == 9'999.0);
    }

    void aLongPause_leavesNothingOfTheDayBefore()
    {
        auto history = ring();
        history.add(Start, Values{7, 7});
        history.add(Start + 24h, Values{8, 8}); // the same place in the ring, a day later
        history.add(Start + 80h, Values{9, 9});
        const auto read = history.read(Start, Start + 80h, {"jobs"});
        QCOMPARE(std::count_if(read.series[0].points.begin(), read.series[0].points.end(),
                               [](const auto &point) { return point.has_value(); }),
                 1);
    }

    void aClockThatIsSetBack_replacesTheStep()
    {
        auto history = ring();
        history.add(Start + 20s, Values{1, 1});
        history.add(Start + 10s, Values{5, 5});
        history.add(Start - 48h, Values{6, 6});
        const auto read = history.read(Start + 10s, Start + 20s, {"jobs"});
        QVERIFY((read.series[0].points == Values{5, 1}));
    }

    void unknownNames_giveNoSeries()
    {
        QVERIFY(ring().read(Start, Start, {"nothing"}).series.empty());
    }
};

QTEST_APPLESS_MAIN(TestHistoryRing)
#include "tst_HistoryRing.moc"
