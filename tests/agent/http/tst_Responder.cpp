// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Responder.h"

#include <QtTest>

#include <vector>

using namespace resync::http;

namespace {

struct RecordingSink final : ResponseSink
{
    void deliver(Response response) override { statuses.push_back(response.status); }
    std::vector<int> statuses;
};

} // namespace

class TestResponder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void send_deliversOnce();
    void drop_answers500();
    void move_handsTheDutyOver();
    void assign_dropsTheOldDuty();
};

void TestResponder::send_deliversOnce()
{
    const auto sink = std::make_shared<RecordingSink>();
    {
        Responder responder(sink);
        responder.send(Response::make(201, "", ""));
        responder.send(Response::make(202, "", ""));
    }
    QCOMPARE(sink->statuses, std::vector<int>{201});
}

void TestResponder::drop_answers500()
{
    const auto sink = std::make_shared<RecordingSink>();
    {
        const Responder responder(sink);
    }
    QCOMPARE(sink->statuses, std::vector<int>{500});
}

void TestResponder::move_handsTheDutyOver()
{
    const auto sink = std::make_shared<RecordingSink>();
    {
        Responder first(sink);
        Responder second(std::move(first));
        second.send(Response::make(200, "", ""));
    }
    QCOMPARE(sink->statuses, std::vector<int>{200});
}

void TestResponder::assign_dropsTheOldDuty()
{
    const auto one = std::make_shared<RecordingSink>();
    const auto two = std::make_shared<RecordingSink>();
    Responder responder(one);
    responder = Responder(two);
    QCOMPARE(one->statuses, std::vector<int>{500});
    QVERIFY(two->statuses.empty());
    responder.send(Response::make(200, "", ""));
    QCOMPARE(two->statuses, std::vector<int>{200});
}

QTEST_APPLESS_MAIN(TestResponder)
#include "tst_Responder.moc"
