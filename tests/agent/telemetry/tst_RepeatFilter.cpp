// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/RepeatFilter.h"

#include <QtTest>

using namespace resync;
using namespace resync::telemetry;
using namespace std::chrono_literals;

class tst_RepeatFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aWindow_passesTheFirstLines();
    void windows_areTheLinesOwn();
    void memory_isBounded();
};

void tst_RepeatFilter::aWindow_passesTheFirstLines()
{
    RepeatFilter filter;
    const RepeatFilter::TimePoint start{1h};
    const auto admits = [&](RepeatFilter::TimePoint at) {
        return filter.admit(log::Level::Info, "app", "x", at);
    };
    for (std::uint64_t i = 0; i < RepeatFilter::LinesPerWindow; ++i)
        QVERIFY(admits(start));
    QVERIFY(!admits(start + 1s));
    QVERIFY(!admits(start + 9s));
    QVERIFY(filter.takeOver(start + 9s).empty());
    const auto over = filter.takeOver(start + 10s);
    QVERIFY((over == std::vector<RepeatFilter::Repeated>{{log::Level::Info, "app", "x", 2}}));
    QVERIFY(filter.takeAll().empty());
    QVERIFY(admits(start + 10s));
}

void tst_RepeatFilter::windows_areTheLinesOwn()
{
    RepeatFilter filter;
    for (int i = 0; i < 100; ++i)
        (void)filter.admit(log::Level::Info, "app", "x", {});
    QVERIFY(filter.admit(log::Level::Info, "app", "y", {}));
    QVERIFY(filter.admit(log::Level::Info, "http", "x", {}));
}

void tst_RepeatFilter::memory_isBounded()
{
    RepeatFilter filter;
    for (std::size_t i = 0; i < 10 * RepeatFilter::MaxMessages; ++i) {
        for (int times = 0; times < 30; ++times)
            (void)filter.admit(log::Level::Info, "app", std::to_string(i), {});
    }
    QCOMPARE(filter.takeAll().size(), RepeatFilter::MaxMessages);
}

QTEST_APPLESS_MAIN(tst_RepeatFilter)
#include "tst_RepeatFilter.moc"
