// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PlanEvents.h"

#include "tests/support/FakeEngine.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::mirror;
using domain::Event;
using domain::Job;
using domain::JobFlag;
using domain::Severity;
using domain::Status;

namespace {

const Instant Now = *parseInstant("2026-11-24T02:00:00Z");

/// A snapshot and the one after it; jobs are merged as the mirror does.
struct Pair
{
    Pair()
    {
        before.generation = 6;
        before.streams = std::make_shared<const StreamList>();
        before.workstations = std::make_shared<const WorkstationList>();
        setJobs(test::jobs(3));
        after = before;
        after.generation = 7;
    }
    void setJobs(const std::vector<Job> &jobs)
    {
        before.jobs = merged(nullptr, jobs).table;
        after.jobs = before.jobs;
    }
    void change(const std::vector<Job> &jobs)
    {
        auto next = merged(before.jobs.get(), jobs);
        after.jobs = next.table;
        diff = next.diff;
    }
    void setLinked(std::optional<bool> wasLinked, std::optional<bool> isLinked)
    {
        domain::Workstation row = test::fullWorkstation();
        row.linked = wasLinked;
        before.workstations = std::make_shared<const WorkstationList>(WorkstationList{row});
        row.linked = isLinked;
        after.workstations = std::make_shared<const WorkstationList>(WorkstationList{row});
    }
    [[nodiscard]] std::vector<Event> events() const
    {
        return planEvents(&before, after, diff, Now);
    }
    static MergedJobs merged(const JobTable *last, const std::vector<Job> &jobs)
    {
        JobBatch batch;
        for (const Job &job : jobs)
            batch.put(job);
        return mergeJobs(last, std::move(batch), MergeKind::Partial, Now, 7);
    }

    Snapshot before;
    Snapshot after;
    JobDiff diff;
};

} // namespace

class tst_PlanEvents : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstPlan_isNoEvent()
    {
        const Pair pair;
        QVERIFY(planEvents(nullptr, pair.after, {}, Now).empty());
        QVERIFY(pair.events().empty());
    }

    void statusOfAJob()
    {
        Pair pair;
        Job job = test::job("000001", Status::Error);
        job.run = domain::Run{};
        job.run->endedAt = Now - std::chrono::seconds(9);
        pair.change({job});
        const auto events = pair.events();
        QCOMPARE(events.size(), std::size_t(1));
        const Event &event = events[0];
        QCOMPARE(event.type, std::string("job.status"));
        QCOMPARE(event.at, Now - std::chrono::seconds(9)); // by the engine's account
        QCOMPARE(event.observedAt, Now);
        QCOMPARE(event.generation, std::uint64_t(7));
        QCOMPARE(event.before, std::string("waiting"));
        QCOMPARE(event.after, std::string("error"));
        QCOMPARE(event.source, std::string("engine"));
        QVERIFY(event.severity == Severity::Error);
        QCOMPARE(event.subject.kind, std::string("job"));
        QCOMPARE(event.subject.id, std::string("000001"));
        QCOMPARE(event.subject.ref, domain::jobRef(job));
        QCOMPARE(event.message.code, std::string("job_status_changed"));
        QCOMPARE(event.message.text,
                 std::string("JOB_000001 of EOD_GL went from waiting to error."));
        QVERIFY(event.id.empty()); // the log gives it
    }

    void severity_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("flags");
        QTest::addColumn<int>("severity");
        const auto row = [](const char *name, Status status, int flags, Severity severity) {
            QTest::newRow(name) << int(status) << flags << int(severity);
        };
        const int critical = int(JobFlag::Critical);
        const int late = int(JobFlag::Late);
        row("running", Status::Running, 0, Severity::Info);
        row("critical", Status::Running, critical, Severity::Info);
        row("late", Status::Running, late, Severity::Warning);
        row("error", Status::Error, late, Severity::Error);
        row("blocked", Status::Blocked, 0, Severity::Error);
        row("critical error", Status::Error, critical, Severity::Critical);
        row("critical blocked", Status::Blocked, critical | late, Severity::Critical);
    }
    void severity()
    {
        QFETCH(int, status);
        QFETCH(int, flags);
        QFETCH(int, severity);
        Pair pair;
        Job job = test::job("000001", Status(status));
        job.flags.bits = static_cast<unsigned short>(flags);
        pair.change({job});
        QCOMPARE(int(pair.events().at(0).severity), severity);
    }

    void becomingLate_isAWarning_once()
    {
        Pair pair;
        Job job = test::job("000001");
        job.flags.set(JobFlag::Late);
        pair.change({job});
        const auto events = pair.events();
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events[0].severity == Severity::Warning);
        QCOMPARE(events[0].message.code, std::string("job_late"));
        QCOMPARE(events[0].before, events[0].after);
        pair.before.jobs = pair.after.jobs;
        job.priority = 50;
        pair.change({job});
        QVERIFY(pair.events().empty());
    }

    void changeOfAnotherMember_isNoEvent()
    {
        Pair pair;
        Job job = test::job("000001");
        job.priority = 50;
        pair.change({job});
        QCOMPARE(pair.diff.changed.size(), std::size_t(1));
        QVERIFY(pair.events().empty());
    }

    void newJob_hasNothingBefore()
    {
        Pair pair;
        pair.change({test::job("000001x", Status::Ready)});
        const auto events = pair.events();
        QCOMPARE(events.size(), std::size_t(1));
        QVERIFY(events[0].before.empty());
        QCOMPARE(events[0].after, std::string("ready"));
        QCOMPARE(events[0].message.code, std::string("job_added"));
    }

    void moreThan500_areOne()
    {
        for (const int count : {500, 501}) {
            Pair pair;
            pair.setJobs(test::jobs(600));
            auto jobs = test::jobs(count);
            for (Job &job : jobs)
                job.status = Status::Running;
            jobs.back().status = Status::Error; // beyond the first 500
            pair.change(jobs);
            const auto events = pair.events();
            if (count == 500) {
                QCOMPARE(events.size(), std::size_t(500));
                continue;
            }
            QCOMPARE(events.size(), std::size_t(1));
            QCOMPARE(events[0].type, std::string("jobs.changed"));
            QCOMPARE(events[0].message.args.at(0).second, std::string("501"));
            QVERIFY(events[0].severity == Severity::Error);
            QCOMPARE(events[0].subject.id, std::string("plan-1"));
        }
    }

    void newPlan_isOneEventAlone()
    {
        Pair pair;
        auto jobs = test::jobs(700);
        for (Job &job : jobs)
            job.planId = domain::PlanId("plan-2");
        pair.change(jobs);
        pair.setLinked(true, false);
        const auto events = pair.events();
        QCOMPARE(events.size(), std::size_t(1));
        QCOMPARE(events[0].type, std::string("plan.changed"));
        QCOMPARE(events[0].before, std::string("plan-1"));
        QCOMPARE(events[0].after, std::string("plan-2"));
        QCOMPARE(events[0].subject.kind, std::string("plan"));
    }

    void streams_comeAndChange()
    {
        Pair pair;
        domain::JobStream stream = test::fullStream();
        pair.before.streams = std::make_shared<const StreamList>(StreamList{{stream, {}}});
        stream.status = Status::Blocked;
        domain::JobStream second = test::fullStream();
        second.id = domain::JobStreamId("js0");
        second.late = true;
        pair.after.streams =
            std::make_shared<const StreamList>(StreamList{{second, {}}, {stream, {}}});
        const auto events = pair.events();
        QCOMPARE(events.size(), std::size_t(2));
        QCOMPARE(events[0].type, std::string("job_stream.status"));
        QVERIFY(events[0].before.empty());
        QVERIFY(events[0].severity == Severity::Warning);
        QCOMPARE(events[1].before, std::string("running"));
        QCOMPARE(events[1].after, std::string("blocked"));
        QVERIFY(events[1].severity == Severity::Error);
        QCOMPARE(events[1].subject.ref, domain::streamRef(stream));
    }

    void workstations_linkAndUnlink()
    {
        Pair pair;
        pair.setLinked(true, false);
        auto events = pair.events();
        QCOMPARE(events.size(), std::size_t(1));
        QCOMPARE(events[0].type, std::string("workstation.link"));
        QCOMPARE(events[0].after, std::string("unlinked"));
        QVERIFY(events[0].severity == Severity::Warning);
        QCOMPARE(events[0].subject.ref, std::string("/AGT_FIN01"));
        pair.setLinked(false, true);
        QVERIFY(pair.events().at(0).severity == Severity::Info);
        for (const auto was : {std::optional<bool>(), std::optional<bool>(true)}) {
            pair.setLinked(was, was ? std::optional<bool>() : std::optional<bool>(true));
            QVERIFY(pair.events().empty()); // what was or is unknown tells of no change
        }
    }

    void demo_isNamedAsTheSource()
    {
        Pair pair;
        pair.after.engine.isDemo = true;
        pair.change({test::job("000001", Status::Running)});
        QCOMPARE(pair.events().at(0).source, std::string("demo"));
    }
};

QTEST_GUILESS_MAIN(tst_PlanEvents)
#include "tst_PlanEvents.moc"
