// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/TimeZone.h"
#include "shared/domain/Reason.h"

#include <QTest>

#include <functional>

using namespace resync;
using namespace resync::domain;

namespace {

struct Case
{
    Job job;
    ReasonContext context;
    const char *code = "";
    const char *text = "";
};

Instant at(const char *text)
{
    return *parseInstant(text);
}

Case waits(const char *subStatus = "")
{
    Case c;
    c.job.status = Status::Waiting;
    c.job.internalStatus = "hold";
    c.job.subStatus = subStatus;
    c.job.priority = 10;
    return c;
}

Case with(Case c, const char *code, const char *text)
{
    c.code = code;
    c.text = text;
    return c;
}

Case predecessor(const char *name, const char *stream, Status status)
{
    Case c = waits("hold_waiting_for_predecessor");
    c.context.predecessor = ReasonContext::Predecessor{name, stream, status, {}, {}};
    return c;
}

Case obstacle(DependencyType type, const char *name)
{
    Case c = waits();
    c.context.obstacle = ReasonContext::Obstacle{type, name};
    return c;
}

Case of(Status status)
{
    Case c;
    c.job.status = status;
    c.job.priority = 10;
    return c;
}

Case change(Case c, const std::function<void(Case &)> &how)
{
    how(c);
    return c;
}

} // namespace

Q_DECLARE_METATYPE(Case)

class TestReason : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void explains_data()
    {
        QTest::addColumn<Case>("given");
        const auto row = [](const char *name, const Case &c) { QTest::newRow(name) << c; };

        row("predecessor waits",
            with(predecessor("CLOSE_AP", "EOD_AP", Status::Waiting), "waits_for_predecessor",
                 "It waits for predecessor EOD_AP.CLOSE_AP, which waits itself."));
        row("predecessor failed",
            with(predecessor("CLOSE_AP", "EOD_AP", Status::Error), "waits_for_predecessor",
                 "It waits for predecessor EOD_AP.CLOSE_AP, which ended in error."));
        row("predecessor is a stream",
            with(predecessor("", "EOD_AP", Status::Held), "waits_for_predecessor",
                 "It waits for predecessor EOD_AP, which is held."));
        row("predecessor of unknown state",
            with(predecessor("CLOSE_AP", "", Status::Undecided), "waits_for_predecessor",
                 "It waits for predecessor CLOSE_AP."));
        row("predecessor without a name",
            with(waits("hold_waiting_for_predecessor"), "waits_for_predecessor",
                 "It waits for a predecessor."));
        row("predecessor by dependencies alone",
            with(change(predecessor("A", "S", Status::Ready),
                        [](Case &c) { c.job.subStatus.clear(); }),
                 "waits_for_predecessor",
                 "It waits for predecessor S.A, which is ready to start."));
        row("predecessor not loaded",
            with(change(waits("hold_waiting_for_predecessor"),
                        [](Case &c) {
                            c.context.areDependenciesMissing = true;
                            c.job.dependencies = {3, 2};
                        }),
                 "dependencies_not_loaded",
                 "It waits for dependencies (2 unresolved) that have not been read yet."));
        row("nothing loaded",
            with(change(waits(), [](Case &c) { c.context.areDependenciesMissing = true; }),
                 "dependencies_not_loaded",
                 "It waits for dependencies that have not been read yet."));
        row("counted only",
            with(change(waits(),
                        [](Case &c) {
                            c.job.dependencies = {3, 2};
                        }),
                 "waits_for_dependencies", "It waits for dependencies (2 unresolved)."));
        row("resource", with(obstacle(DependencyType::Resource, "DBSLOTS"), "waits_for_resources",
                             "It waits for resource DBSLOTS."));
        row("prompt", with(obstacle(DependencyType::Prompt, "OKGO"), "waits_for_prompt",
                           "It waits for an answer to prompt OKGO."));
        row("file", with(obstacle(DependencyType::File, "/in/a.csv"), "waits_for_file",
                         "It waits for file /in/a.csv."));
        row("unnamed file",
            with(obstacle(DependencyType::File, ""), "waits_for_file", "It waits for a file."));
        row("other network",
            with(obstacle(DependencyType::Internetwork, "NET::JOB"), "waits_for_internetwork",
                 "It waits for a job of another network: NET::JOB."));
        row("obstacle of another type",
            with(change(obstacle(DependencyType::File, "/in/a.csv"),
                        [](Case &c) { c.job.subStatus = "hold_waiting_for_prompt"; }),
                 "waits_for_prompt", "It waits for an answer to a prompt."));
        row("time", with(change(waits("hold_waiting_for_time"),
                                [](Case &c) { c.job.startAt = at("2026-11-24T01:30:00Z"); }),
                         "waits_for_time", "Its start time 01:30 UTC is not reached."));
        row("unknown time", with(waits("hold_waiting_for_time"), "waits_for_time",
                                 "Its start time is not reached."));
        row("nothing known", with(waits(), "waits", "It waits; the engine does not say what for."));
        row("until", with(change(waits("hold_waiting_for_predecessor"),
                                 [](Case &c) {
                                     c.job.flags.set(JobFlag::UntilPassed);
                                     c.job.latestStartAt = at("2026-11-24T02:00:00Z");
                                 }),
                          "until_passed", "Its latest start time 02:00 UTC has passed."));
        row("confirmation", with(change(waits(), [](Case &c) { c.job.internalStatus = "pend"; }),
                                 "needs_confirmation",
                                 "It has ended and waits for somebody to confirm its result."));
        row("cancel pending",
            with(change(waits(), [](Case &c) { c.job.flags.set(JobFlag::CancelPending); }),
                 "cancel_pending", "It will be cancelled when its dependencies are resolved."));

        row("limit", with(change(of(Status::Ready),
                                 [](Case &c) {
                                     c.job.subStatus = "ready_waiting_for_limit";
                                     c.context.workstationLimit = 20;
                                 }),
                          "waits_for_limit",
                          "The limit of its workstation (20) or of its job stream is reached."));
        row("limit 0",
            with(change(of(Status::Ready), [](Case &c) { c.context.workstationLimit = 0; }),
                 "waits_for_limit", "The limit of its workstation is 0: no job starts there."));
        row("fence",
            with(change(of(Status::Ready), [](Case &c) { c.context.workstationFence = 20; }),
                 "below_fence", "Its priority 10 is not above the fence 20 of its workstation."));
        row("fence by status",
            with(change(waits(), [](Case &c) { c.job.internalStatus = "fence"; }), "below_fence",
                 "Its priority is not above the fence of its workstation."));

        row("priority 0", with(change(of(Status::Held),
                                      [](Case &c) {
                                          c.job.priority = 0;
                                          c.job.subStatus = "hold_waiting_for_predecessor";
                                      }),
                               "held_by_priority", "It is held: its priority is 0."));
        row("held", with(of(Status::Held), "held", "It is held."));
        row("blocked",
            with(of(Status::Blocked), "blocked", "It is blocked; the engine does not say why."));
        row("suppressed", with(of(Status::Suppress), "suppressed", "It is suppressed."));
        row("condition",
            with(change(of(Status::Suppress),
                        [](Case &c) { c.job.subStatus = "suppr_unsatisfied_dependency"; }),
                 "condition_not_met", "A conditional dependency was not met."));
        row("return code", with(change(of(Status::Error), [](Case &c) { c.job.returnCode = 8; }),
                                "ended_with_return_code", "It ended with return code 8."));
        row("not started", with(change(of(Status::Error),
                                       [](Case &c) {
                                           c.job.internalStatus = "fail";
                                           c.job.returnCode = 8;
                                       }),
                                "could_not_start", "It could not be started."));
        row("failed", with(of(Status::Error), "ended_in_error", "It ended in error."));
        row("too long", with(change(of(Status::Running),
                                    [](Case &c) {
                                        c.job.flags.set(JobFlag::MaxDurationExceeded);
                                        c.job.maxDuration = std::chrono::minutes(125);
                                    }),
                             "max_duration_exceeded",
                             "It runs longer than its maximum duration of 2 h 5 min."));
    }

    void explains()
    {
        QFETCH(const Case, given);
        const auto reason = reasonOf(given.job, given.context);
        QVERIFY(reason);
        QCOMPARE(reason->code, std::string(given.code));
        QCOMPARE(reason->text, std::string(given.text));
    }

    void aRunningPredecessor_hasItsTimesInTheArgumentsAndTheLocalTimeInTheText()
    {
        Case c = predecessor("CLOSE_AP", "EOD_AP", Status::Running);
        c.context.predecessor->startedAt = at("2026-11-24T00:12:40Z");
        c.context.predecessor->estimated = std::chrono::minutes(25);
        const TimeZone zurich("Europe/Zurich");
        QVERIFY(!zurich.isUtc());
        c.context.timeZone = &zurich;
        const auto reason = reasonOf(c.job, c.context);
        QVERIFY(reason);
        QCOMPARE(
            reason->text,
            std::string("It waits for predecessor EOD_AP.CLOSE_AP, running since 01:12, usually "
                        "25 min."));
        const std::vector<std::pair<std::string, std::string>> args = {
            {"predecessor", "EOD_AP.CLOSE_AP"},
            {"status", "running"},
            {"started_at", "2026-11-24T00:12:40.000Z"},
            {"estimated_seconds", "1500"}};
        QVERIFY(reason->args == args);
    }

    void nothingToExplain_data()
    {
        QTest::addColumn<Case>("given");
        for (const Status status : {Status::Running, Status::Successful, Status::Canceled,
                                    Status::Undecided, Status::Ready})
            QTest::newRow(std::string(toString(status)).c_str()) << of(status);
        QTest::newRow("high priority passes fence and limit")
            << change(of(Status::Ready), [](Case &c) {
                   c.job.priority = 100;
                   c.context.workstationLimit = 0;
                   c.context.workstationFence = 101;
               });
        QTest::newRow("priority above the fence")
            << change(of(Status::Ready), [](Case &c) { c.context.workstationFence = 9; });
    }

    void nothingToExplain()
    {
        QFETCH(const Case, given);
        QVERIFY(!reasonOf(given.job, given.context));
    }

    void localTime_followsTheZonesRules()
    {
        const TimeZone zone("America/Sao_Paulo");
        QCOMPARE(zone.clockTime(at("2026-11-24T02:05:00Z")), std::string("23:05"));
        const TimeZone zurich("Europe/Zurich");
        QCOMPARE(zurich.clockTime(at("2026-07-01T22:59:59Z")), std::string("00:59"));
        QCOMPARE(TimeZone("Nowhere/Land").clockTime(at("2026-07-01T22:59:59Z")),
                 std::string("22:59 UTC"));
    }
};

QTEST_GUILESS_MAIN(TestReason)
#include "tst_Reason.moc"
