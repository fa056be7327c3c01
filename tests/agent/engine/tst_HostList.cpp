// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/HostList.h"

#include <QtTest>

using namespace resync;
using namespace resync::engine;
using namespace std::chrono_literals;

namespace {

constexpr HostList::TimePoint Start{};

HostList threeHosts()
{
    return HostList({{"mdm01", 31116}, {"bmdm01", 31116}, {"::1", 31117}});
}

std::string inUse(const HostList &hosts)
{
    for (const auto &state : hosts.states())
        if (state.isInUse)
            return state.host;
    return {};
}

} // namespace

class TestHostList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failed_movesOnOnce();
    void first_isTriedByOneCallAMinute();
    void first_doesNotReturnForALateAnswer();
    void other_isNeverOneThatWasTried();
    void single_staysInUse();
    void errors_areForgottenWithAnAnswer();
};

void TestHostList::failed_movesOnOnce()
{
    HostList hosts = threeHosts();
    QCOMPARE(hosts.current(Start, true), std::size_t{0});
    hosts.failed(0, Start);
    hosts.failed(0, Start); // another call, of the same trouble
    QCOMPARE(hosts.current(Start + 1s, true), std::size_t{1});
    QCOMPARE(hosts.moves(), std::uint64_t{1});
    hosts.failed(1, Start + 2s);
    QCOMPARE(inUse(hosts), std::string("[::1]:31117"));
}

void TestHostList::first_isTriedByOneCallAMinute()
{
    HostList hosts = threeHosts();
    hosts.failed(0, Start);
    QCOMPARE(hosts.current(Start + 59s, true), std::size_t{1});
    QCOMPARE(hosts.current(Start + 61s, false), std::size_t{1}); // it must not wait for it
    QCOMPARE(hosts.current(Start + 61s, true), std::size_t{0});
    QCOMPARE(hosts.current(Start + 62s, true), std::size_t{1}); // the others do not
    hosts.failed(0, Start + 66s);
    QCOMPARE(inUse(hosts), std::string("bmdm01:31116"));
    QCOMPARE(hosts.current(Start + 120s, true), std::size_t{1});
    QCOMPARE(hosts.current(Start + 122s, true), std::size_t{0});
    hosts.noteAnswer(0, Instant());
    QCOMPARE(inUse(hosts), std::string("mdm01:31116"));
    QCOMPARE(hosts.current(Start + 123s, false), std::size_t{0});
    QCOMPARE(hosts.moves(), std::uint64_t{2});
}

void TestHostList::first_doesNotReturnForALateAnswer()
{
    HostList hosts = threeHosts();
    hosts.failed(0, Start);
    hosts.noteAnswer(0, Instant());
    QCOMPARE(inUse(hosts), std::string("bmdm01:31116"));
}

void TestHostList::other_isNeverOneThatWasTried()
{
    HostList hosts = threeHosts();
    hosts.failed(0, Start);
    hosts.failed(1, Start);
    QCOMPARE(hosts.other({0}), std::optional<std::size_t>(2)); // where the others go
    QCOMPARE(hosts.other({0, 2}), std::optional<std::size_t>(1));
    QVERIFY(!hosts.other({0, 1, 2}));
}

void TestHostList::single_staysInUse()
{
    HostList hosts({{"mdm01", 31116}});
    hosts.failed(0, Start);
    QCOMPARE(hosts.current(Start, true), std::size_t{0});
    QCOMPARE(hosts.moves(), std::uint64_t{0});
    QVERIFY(!hosts.other({0}));
}

void TestHostList::errors_areForgottenWithAnAnswer()
{
    HostList hosts = threeHosts();
    hosts.noteError(1, "connection refused");
    QCOMPARE(hosts.states().at(1).lastError, std::string("connection refused"));
    QVERIFY(!hosts.states().at(1).lastAnswerAt);
    hosts.noteAnswer(1, Instant(5s));
    QVERIFY(hosts.states().at(1).lastError.empty());
    QVERIFY(hosts.states().at(1).lastAnswerAt == Instant(5s));
}

QTEST_GUILESS_MAIN(TestHostList)
#include "tst_HostList.moc"
