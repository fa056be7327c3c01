// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/EventStreams.h"
#include "tests/agent/http/TestServer.h"

#include <QTest>

#include <cstdlib>
#include <numeric>
#include <thread>

using namespace resync;
using namespace std::chrono_literals;

namespace {

domain::Event happened(const std::string &type, std::uint64_t generation,
                       domain::Severity severity = domain::Severity::Info,
                       const std::string &name = "J")
{
    domain::Event made;
    made.type = type;
    made.generation = generation;
    made.severity = severity;
    made.subject = {"job", "id-" + name, "/WS#/F/S." + name, name};
    made.message = {"sample", {}, "A sample."};
    return made;
}

/// A log, its streams and a server that opens one for GET /events.
class Fixture
{
public:
    Fixture()
        : server(test::testSettings(),
                 {{http::Method::Get, "/events",
                   [this](const http::Request &request, http::Responder responder) {
                       const auto *last = request.header("Last-Event-ID");
                       streams.open(std::move(responder), log, filter,
                                    last != nullptr ? *last : "");
                   }}})
    {}

    void append(std::vector<domain::Event> events) { log.append(std::move(events)); }

    SystemClock clock;
    mirror::EventLog log{"epoch"};
    api::EventFilter filter;
    api::EventStreams streams{clock};
    test::TestServer server;
};

constexpr std::uint64_t Many = 8000; ///< events, some 3 MiB as text

std::vector<std::uint64_t> sequence(std::uint64_t from, std::uint64_t to)
{
    std::vector<std::uint64_t> list(to - from + 1);
    std::iota(list.begin(), list.end(), from);
    return list;
}

/// A stream as a client sees it.
class Follower
{
public:
    explicit Follower(Fixture &fixture, const std::string &headers = {})
        : m_client(fixture.server.connect())
    {
        m_client.send(test::request("GET", "/events", headers));
        m_head = m_client.receive(true);
        m_isOpen = gets("retry: 3000");
    }

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    [[nodiscard]] const test::Reply &head() const { return m_head; }
    /// Whether \a text comes within the client's patience.
    [[nodiscard]] bool gets(const std::string &text)
    {
        const auto end = std::chrono::steady_clock::now() + 20s;
        while (m_client.unread().find(text) == std::string::npos) {
            if (std::chrono::steady_clock::now() > end || !m_client.receiveMore())
                return false;
        }
        return true;
    }
    [[nodiscard]] const std::string &text() const { return m_client.unread(); }
    /// Of the events that came, in their order.
    [[nodiscard]] std::vector<std::uint64_t> generations() const
    {
        static const std::string Before = "\nid: epoch-";
        std::vector<std::uint64_t> list;
        for (auto at = text().find(Before); at != std::string::npos; at = text().find(Before, at)) {
            at += Before.size();
            list.push_back(std::strtoull(text().c_str() + at, nullptr, 10));
        }
        return list;
    }
    test::RawClient &client() { return m_client; }

private:
    test::RawClient m_client;
    test::Reply m_head;
    bool m_isOpen = false;
};

} // namespace

class TestEventStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void events_reachEveryStreamInOrder()
    {
        Fixture fixture;
        Follower first(fixture);
        Follower second(fixture);
        QVERIFY(first.isOpen() && second.isOpen());
        QCOMPARE(first.head().status, 200);
        QVERIFY(first.head().header("Content-Type").starts_with("text/event-stream"));
        fixture.append({happened("job.status", 1), happened("job.status", 1)});
        fixture.append({happened("plan.changed", 2)});
        for (Follower *follower : {&first, &second}) {
            QVERIFY(follower->gets("id: epoch-2-0"));
            const std::string &text = follower->text();
            QVERIFY(text.find("id: epoch-1-0") < text.find("id: epoch-1-1"));
            QVERIFY(text.find("id: epoch-1-1") < text.find("id: epoch-2-0"));
        }
        QCOMPARE(fixture.streams.sent(), 6U);
    }

    void whatWasMissed_comesFirst()
    {
        Fixture fixture;
        fixture.append(
            {happened("job.status", 1), happened("job.status", 2), happened("job.status", 3)});
        Follower follower(fixture, "Last-Event-ID: epoch-1-0\r\n");
        fixture.append({happened("job.status", 4)});
        QVERIFY(follower.gets("id: epoch-4-0"));
        QVERIFY(follower.text().find("id: epoch-1-0") == std::string::npos);
        QVERIFY(follower.text().find("id: epoch-2-0") < follower.text().find("id: epoch-3-0"));
        QVERIFY(follower.text().find("event: reset") == std::string::npos);
    }

    void muchThatWasMissed_isSentAsItIsTaken()
    {
        Fixture fixture;
        for (std::uint64_t generation = 1; generation <= Many; ++generation)
            fixture.append({happened("job.status", generation)});
        Follower follower(fixture, "Last-Event-ID: epoch-1-0\r\n");
        QVERIFY(follower.gets("id: epoch-8000-0\n"));
        QCOMPARE(follower.generations(), sequence(2, Many));
        fixture.append({happened("job.status", Many + 1)});
        QVERIFY(follower.gets("id: epoch-8001-0\n"));
    }

    void aBurst_cutsNobodyOff()
    {
        Fixture fixture;
        Follower follower(fixture);
        std::uint64_t generation = 1;
        std::vector<domain::Event> burst; // some 3 MiB as text, half of what the log keeps
        for (; generation <= Many / 2; ++generation)
            burst.push_back(happened("job_stream.status", generation, domain::Severity::Info,
                                     std::string(200, 'J')));
        fixture.append(std::move(burst));
        for (; generation <= Many / 2 + 500; ++generation) // while it is being sent
            fixture.append({happened("job.status", generation)});
        QVERIFY(follower.gets("id: epoch-4500-0\n"));
        QCOMPARE(follower.generations(), sequence(1, Many / 2 + 500));
    }

    void aBurst_ofWhichLittleIsWanted()
    {
        Fixture fixture;
        fixture.filter.types = {"plan.changed"};
        Follower follower(fixture);
        std::vector<domain::Event> burst(Many, happened("job_stream.status", 1));
        burst.push_back(happened("plan.changed", 2));
        fixture.append(std::move(burst));
        QVERIFY(follower.gets("id: epoch-2-0\n"));
    }

    void whoFallsBehindTheLog_startsAnew()
    {
        Fixture fixture;
        Follower follower(fixture);
        std::vector<domain::Event> burst; // some 13 MiB, of which the log keeps 8
        for (std::uint64_t generation = 1; generation <= 10'000; ++generation)
            burst.push_back(
                happened("job.status", generation, domain::Severity::Info, std::string(400, 'J')));
        fixture.append(std::move(burst));
        QVERIFY(follower.gets("event: reset\nid: epoch-10000-0\n"));
        QVERIFY(follower.generations().size() < 1000);
        fixture.append({happened("job.status", 10'001)});
        QVERIFY(follower.gets("id: epoch-10001-0\n"));
    }

    void anUnknownId_isTold()
    {
        Fixture fixture;
        fixture.append({happened("job.status", 1)});
        Follower follower(fixture, "Last-Event-ID: otherepoch-9-0\r\n");
        QVERIFY(follower.gets("event: reset\nid: epoch-1-0"));
    }

    void withoutAnId_nothingOldIsSent()
    {
        Fixture fixture;
        fixture.append({happened("job.status", 1)});
        Follower follower(fixture);
        fixture.append({happened("job.status", 2)});
        QVERIFY(follower.gets("id: epoch-2-0"));
        QVERIFY(follower.text().find("epoch-1-0") == std::string::npos);
    }

    void filters_areAndedAndTheirValuesOred()
    {
        api::EventFilter filter;
        filter.types = {"job.status", "plan.changed"};
        filter.severities = {domain::Severity::Error};
        filter.subjects = {"id-A", "/WS#/F/S.B"};
        using domain::Severity;
        QVERIFY(filter.wants(happened("job.status", 1, Severity::Error, "A")));
        QVERIFY(filter.wants(happened("plan.changed", 1, Severity::Error, "B")));
        QVERIFY(!filter.wants(happened("job.status", 1, Severity::Info, "A")));
        QVERIFY(!filter.wants(happened("jobs.changed", 1, Severity::Error, "A")));
        QVERIFY(!filter.wants(happened("job.status", 1, Severity::Error, "C")));
        QVERIFY(api::EventFilter().wants(happened("job.status", 1)));
    }

    void aStoppingAgent_saysSo()
    {
        Fixture fixture;
        Follower follower(fixture);
        fixture.streams.closeAll();
        QVERIFY(follower.gets("event: closing"));
        QVERIFY(follower.client().isClosedByServer());
        QTRY_COMPARE(fixture.streams.count(), 0U);
    }

    void aClientThatLeft_isForgotten()
    {
        Fixture fixture;
        {
            Follower follower(fixture);
            follower.client().abort();
        }
        QTRY_COMPARE_WITH_TIMEOUT(fixture.streams.count(), 0U, 20'000);
        fixture.append({happened("job.status", 1)}); // nobody is told, nothing breaks
    }

    void comingAndGoing_losesNothing()
    {
        Fixture fixture;
        std::atomic<bool> isOver = false;
        std::thread writer([&] {
            for (std::uint64_t generation = 1; !isOver; ++generation) {
                fixture.append({happened("job.status", generation)});
                std::this_thread::sleep_for(1ms);
            }
        });
        for (int i = 0; i < 50; ++i) {
            Follower follower(fixture);
            QVERIFY(follower.gets("id: epoch-"));
        }
        isOver = true;
        writer.join();
        QTRY_COMPARE_WITH_TIMEOUT(fixture.streams.count(), 0U, 20'000);
    }
};

QTEST_GUILESS_MAIN(TestEventStreams)
#include "tst_EventStreams.moc"
