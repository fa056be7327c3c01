// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/EventLog.h"

#include <QTest>

#include <atomic>
#include <set>
#include <string>
#include <thread>

using namespace resync;
using namespace resync::mirror;
using domain::Event;

namespace {

Event eventOf(std::uint64_t generation, std::string text = "x")
{
    Event made;
    made.type = "job.status";
    made.generation = generation;
    made.message.text = std::move(text);
    return made;
}

std::vector<Event> eventsOf(std::size_t count, std::uint64_t generation)
{
    return std::vector<Event>(count, eventOf(generation));
}

using Missed = std::optional<std::vector<EventLog::SharedEvent>>;

/// Keeps what a new subscriber has missed.
auto into(Missed &missed)
{
    return [&missed](const EventLog::Backlog &backlog) { missed = backlog.missed; };
}

} // namespace

class tst_EventLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ids_countWithinAGeneration()
    {
        EventLog log("3f9a");
        log.append(eventsOf(2, 7));
        log.append(eventsOf(1, 7));
        log.append(eventsOf(1, 9));
        const auto all = log.all();
        QCOMPARE(all.at(0)->id, std::string("3f9a-7-0"));
        QCOMPARE(all.at(1)->id, std::string("3f9a-7-1"));
        QCOMPARE(all.at(2)->id, std::string("3f9a-7-2"));
        QCOMPARE(all.at(3)->id, std::string("3f9a-9-0"));
        QCOMPARE(log.appended(), std::uint64_t(4));
    }

    void olderGeneration_doesNotRepeatAnId()
    {
        EventLog log("e");
        log.append({eventOf(5), eventOf(6), eventOf(5), eventOf(0), eventOf(6)});
        std::set<std::string> ids;
        for (const auto &each : log.all())
            ids.insert(each->id);
        QCOMPARE(ids.size(), std::size_t(5));
        QCOMPARE(log.all().at(2)->id, std::string("e-6-1"));
        QCOMPARE(log.all().at(2)->generation, std::uint64_t(5)); // the event itself stays
        QCOMPARE(log.after("e-6-0")->size(), std::size_t(3));
    }

    void after_tellsWhatFollows()
    {
        EventLog log("an-epoch");
        log.append({eventOf(1), eventOf(1), eventOf(3)});
        QCOMPARE(log.after("an-epoch-1-0")->size(), std::size_t(2));
        QCOMPARE(log.after("an-epoch-1-1")->at(0)->id, std::string("an-epoch-3-0"));
        QVERIFY(log.after("an-epoch-3-0")->empty());
        QVERIFY(log.after("")->empty());
    }

    void after_unknownIds()
    {
        EventLog log("e");
        QVERIFY(!log.after("e-1-0")); // nothing there at all
        log.append({eventOf(1), eventOf(3)});
        for (const char *id :
             {"other-1-0", "e-1-1", "e-2-0", "e-4-0", "e-1-00", "e-01-0", "e-1", "-", "--", "e--0",
              "e-1-", "1-0", "e-1-0 ", "e-x-y", "e-99999999999999999999999-0"})
            QVERIFY2(!log.after(id), id);
    }

    void oldest_areDropped()
    {
        EventLog log("e");
        log.append(eventsOf(EventLog::MaxEvents, 1));
        QCOMPARE(log.after("e-1-0")->size(), EventLog::MaxEvents - 1);
        log.append(eventsOf(3, 2));
        QCOMPARE(log.size(), EventLog::MaxEvents);
        QVERIFY(!log.after("e-1-2"));
        QCOMPARE(log.after("e-1-3")->size(), EventLog::MaxEvents - 1);
        QCOMPARE(log.appended(), std::uint64_t(EventLog::MaxEvents + 3));
        log.append(eventsOf(2 * EventLog::MaxEvents, 3)); // more than it keeps, at once
        QCOMPARE(log.size(), EventLog::MaxEvents);
        QCOMPARE(log.all().back()->id, std::string("e-3-19999"));
    }

    void bytes_areLimited()
    {
        EventLog log("e");
        const std::string megabyte(1U << 20U, 'x');
        for (int i = 0; i < 20; ++i)
            log.append({eventOf(1, megabyte)});
        QCOMPARE(log.size(), std::size_t(7)); // 8 MiB and what belongs to an event
        log.append({eventOf(1, std::string(EventLog::MaxBytes * 2, 'x'))});
        QCOMPARE(log.size(), std::size_t(1)); // the newest one stays, whatever its size
        log.append({eventOf(1)});
        QCOMPARE(log.size(), std::size_t(1));
        QCOMPARE(log.all().front()->message.text, std::string("x"));
    }

    void nothing_isNotTold()
    {
        EventLog log("e");
        int calls = 0;
        Missed backlog;
        const auto id = log.subscribe([&](const auto &) { ++calls; }, "", into(backlog));
        log.append({});
        QCOMPARE(calls, 0);
        log.append({eventOf(1), eventOf(1)});
        QCOMPARE(calls, 1);
        log.unsubscribe(id);
        log.unsubscribe(id);
        log.append({eventOf(1)});
        QCOMPARE(calls, 1);
    }

    void subscriber_ofAnUnknownId()
    {
        EventLog log("e");
        log.append(eventsOf(2, 1));
        Missed backlog;
        std::vector<std::string> seen;
        const auto listen = [&](const std::vector<EventLog::SharedEvent> &added) {
            for (const auto &each : added)
                seen.push_back(each->id);
        };
        static_cast<void>(log.subscribe(listen, "e-0-0", into(backlog)));
        QVERIFY(!backlog); // it must be told that something is missing
        log.append({eventOf(2)});
        QVERIFY(seen == std::vector<std::string>{"e-2-0"});
    }

    /// While another thread appends, backlog and calls together are all events, each once.
    void subscribeWhileAppending_losesNothing()
    {
        constexpr int Count = 3000;
        EventLog log("e");
        log.append({eventOf(1)});
        std::thread writer([&] {
            for (int i = 0; i < Count; ++i)
                log.append({eventOf(1)});
        });
        for (int round = 0; round < 50; ++round) {
            Missed backlog;
            std::vector<EventLog::SharedEvent> told;
            const auto id = log.subscribe(
                [&](const auto &added) { told.insert(told.end(), added.begin(), added.end()); },
                "e-1-0", into(backlog));
            std::this_thread::yield();
            log.unsubscribe(id); // after it, told is ours alone
            QVERIFY(backlog.has_value());
            backlog->insert(backlog->end(), told.begin(), told.end());
            for (std::size_t i = 0; i < backlog->size(); ++i)
                QCOMPARE((*backlog)[i]->id, "e-1-" + std::to_string(i + 1));
        }
        writer.join();
        QCOMPARE(log.size(), std::size_t(Count + 1));
    }
};

QTEST_GUILESS_MAIN(tst_EventLog)
#include "tst_EventLog.moc"
