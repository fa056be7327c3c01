// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/AccessThread.h"

#include <QTest>

#include <atomic>
#include <future>

using namespace resync::access;

class tst_AccessThread : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void places_areLimited();
    void equalChecks_areMadeOnce();
    void tasks_overtakeChecks();
    void stop_dropsWhatWaits();
    void upkeep_runsAgainAndAgain();

private:
    /// A check that runs until it is let go.
    struct Plug
    {
        std::promise<void> go;
        std::promise<void> begun;

        explicit Plug(AccessThread &thread, std::string_view address = "plug")
        {
            const auto future = std::make_shared<std::future<void>>(go.get_future());
            const bool isTaken = thread.check(
                KeyedHash().digest("plug"), address,
                [this, future]() -> AccessThread::Outcome {
                    begun.set_value();
                    future->wait();
                    return std::nullopt;
                },
                [](AccessThread::Outcome) {});
            if (!isTaken)
                qFatal("no place for the plug");
            begun.get_future().wait();
        }
    };

    static bool post(AccessThread &thread, const std::string &key, const std::string &address,
                     std::atomic<int> &done)
    {
        static const KeyedHash Hash;
        return thread.check(
            Hash.digest(key), address,
            []() -> AccessThread::Outcome { return Refusal::WrongPassword; },
            [&done](AccessThread::Outcome outcome) {
                done += outcome == Refusal::WrongPassword ? 1 : 0;
            });
    }
};

void tst_AccessThread::places_areLimited()
{
    std::atomic<int> done{0};
    AccessThread thread([] {});
    Plug plug(thread);
    QVERIFY(post(thread, "a1", "a", done));
    QVERIFY(post(thread, "a2", "a", done));
    QVERIFY(!post(thread, "a3", "a", done)); // two from one address
    for (const char *address : {"b", "c", "d", "e", "f", "g"})
        QVERIFY(post(thread, address, address, done));
    QVERIFY(!post(thread, "h", "h", done)); // eight that wait
    QCOMPARE(thread.checksInHand(), std::size_t(9));
    plug.go.set_value();
    QTRY_COMPARE(done.load(), 8);
    QTRY_COMPARE(thread.checksInHand(), std::size_t(0));
    QVERIFY(post(thread, "a3", "a", done));
    QTRY_COMPARE(done.load(), 9);
}

void tst_AccessThread::equalChecks_areMadeOnce()
{
    std::atomic<int> made{0};
    std::atomic<int> done{0};
    AccessThread thread([] {}, {.sharers = 10});
    Plug plug(thread);
    const KeyedHash::Digest key = KeyedHash().digest("k");
    const auto post = [&] {
        return thread.check(
            key, "a",
            [&]() -> AccessThread::Outcome {
                ++made;
                return std::nullopt;
            },
            [&](AccessThread::Outcome outcome) { done += outcome ? 0 : 1; });
    };
    for (int i = 0; i < 10; ++i)
        QVERIFY(post());
    QVERIFY(!post()); // even these have a limit
    plug.go.set_value();
    QTRY_COMPARE(done.load(), 10);
    QCOMPARE(made.load(), 1);
}

void tst_AccessThread::tasks_overtakeChecks()
{
    std::atomic<int> done{0};
    std::atomic<int> seen{-1};
    AccessThread thread([] {});
    Plug plug(thread);
    QVERIFY(post(thread, "a", "a", done));
    QVERIFY(thread.run([&] { seen = done.load(); }));
    for (int i = 0; i < 15; ++i)
        QVERIFY(thread.run([] {}));
    QVERIFY(!thread.run([] {}));
    plug.go.set_value();
    QTRY_COMPARE(done.load(), 1);
    QCOMPARE(seen.load(), 0);
}

void tst_AccessThread::stop_dropsWhatWaits()
{
    for (int round = 0; round < 50; ++round) {
        std::atomic<int> done{0};
        AccessThread thread([] {});
        for (const char *key : {"a", "b", "c"})
            QVERIFY(post(thread, key, key, done));
        thread.stop();
        const int before = done;
        QVERIFY(!post(thread, "d", "d", done));
        QVERIFY(!thread.run([] {}));
        thread.stop();
        QCOMPARE(done.load(), before);
        QCOMPARE(thread.checksInHand(), std::size_t(0));
    }
}

void tst_AccessThread::upkeep_runsAgainAndAgain()
{
    std::atomic<int> runs{0};
    const AccessThread thread([&] { ++runs; }, {.upkeepInterval = std::chrono::milliseconds(1)});
    QTRY_VERIFY(runs >= 3);
}

QTEST_GUILESS_MAIN(tst_AccessThread)
#include "tst_AccessThread.moc"
