// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/ConnectionLimits.h"

#include <QtTest>

#include <vector>

using namespace resync::http;

class TestConnectionLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void admit_countsInAll();
    void admit_countsByAddress();
    void admit_countsLoopbackInAllOnly();
    void admit_dropsWhenTooManyAreRefused();
};

void TestConnectionLimits::admit_countsInAll()
{
    const auto limits = std::make_shared<ConnectionLimits>(2, 100);
    auto first = limits->admit("192.0.2.1");
    const auto second = limits->admit("192.0.2.2");
    QVERIFY(first->isAccepted() && second->isAccepted());
    QVERIFY(!limits->admit("192.0.2.3")->isAccepted());
    first.reset();
    QVERIFY(limits->admit("192.0.2.3")->isAccepted());
}

void TestConnectionLimits::admit_countsByAddress()
{
    const auto limits = std::make_shared<ConnectionLimits>(100, 1);
    auto first = limits->admit("192.0.2.1");
    QVERIFY(first->isAccepted());
    QCOMPARE(first->address(), std::string("192.0.2.1"));
    QVERIFY(!limits->admit("192.0.2.1")->isAccepted());
    QVERIFY(limits->admit("192.0.2.2")->isAccepted());
    first.reset();
    QVERIFY(limits->admit("192.0.2.1")->isAccepted());
}

void TestConnectionLimits::admit_countsLoopbackInAllOnly()
{
    const auto limits = std::make_shared<ConnectionLimits>(3, 1);
    std::vector<std::optional<ConnectionLimits::Ticket>> open;
    for (const char *address : {"127.0.0.1", "127.0.0.1", "::1"}) {
        open.push_back(limits->admit(address));
        QVERIFY(open.back()->isAccepted());
    }
    QVERIFY(!limits->admit("::1")->isAccepted());
}

void TestConnectionLimits::admit_dropsWhenTooManyAreRefused()
{
    const auto limits = std::make_shared<ConnectionLimits>(0, 1);
    std::vector<std::optional<ConnectionLimits::Ticket>> refused;
    for (std::size_t i = 0; i < ConnectionLimits::MaxRefused; ++i) {
        refused.push_back(limits->admit("127.0.0.1"));
        QVERIFY(refused.back().has_value());
    }
    QVERIFY(!limits->admit("127.0.0.1").has_value());
    refused.pop_back();
    QVERIFY(limits->admit("127.0.0.1").has_value());
}

QTEST_APPLESS_MAIN(TestConnectionLimits)
#include "tst_ConnectionLimits.moc"
