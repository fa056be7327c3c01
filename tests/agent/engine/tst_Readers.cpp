// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/IdentityReader.h"
#include "agent/engine/JobDetailReader.h"
#include "agent/engine/PageReader.h"

#include <QFile>
#include <QtTest>

using namespace resync;
using namespace resync::engine;
using domain::JobFlag;
using domain::Status;

namespace {

mirror::PageRequest firstPage(std::size_t limit)
{
    mirror::PageRequest page;
    page.limit = limit;
    return page;
}

std::string recorded(const char *name)
{
    QFile file(QStringLiteral(RESYNC_TEST_DATA "/engine/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::string listOf(const QByteArray &row)
{
    return "{\"count\":1,\"results\":[" + row.toStdString() + "]}";
}

domain::Job oneJob(const QByteArray &row)
{
    std::string body = listOf(row);
    const auto page = readJobPage(body, {});
    return page && page->page.rows.size() == 1 ? page->page.rows.front() : domain::Job();
}

} // namespace

class TestReaders : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void job_isReadWhole();
    void job_currentRunIsTheLastOfItsChain();
    void job_expectsWhatItsDefinitionSays();
    void job_statuses_data();
    void job_statuses();
    void job_toleratesOddMembers_data();
    void job_toleratesOddMembers();
    void job_thatRunsHasNoElapsedTimeAndNoReturnCode();
    void jobStream_isReadWhole();
    void workstation_isReadWhole();
    void rows_withoutIdAreSkippedAndCounted();
    void lastPage_data();
    void lastPage();
    void brokenBodies_data();
    void brokenBodies();
    void identity_tellsVersionZoneAndDemo();
    void detail_isReadWhole();
    void issues_keepTheEnginesText();
    void manyRows_areReadFast();
};

void TestReaders::job_isReadWhole()
{
    std::string body = recorded("jobs.json");
    const auto page = readJobPage(body, {});
    QVERIFY2(page.has_value(), page ? "" : page.error().message.c_str());
    QCOMPARE(page->page.total, std::optional<std::size_t>(1));
    const domain::Job &job = page->page.rows.at(0);
    QCOMPARE(job.id.value(), std::string("job-1"));
    QCOMPARE(job.planId.value(), std::string("plan-1"));
    QCOMPARE(job.stream.workstation, std::string("/AGT2"));
    QVERIFY(job.status == Status::Error);
    QCOMPARE(job.internalStatus, std::string("abend"));
    QCOMPARE(job.rawStatus, std::string("ABEND"));
    QVERIFY(job.subStatus.empty());
    for (const JobFlag flag : {JobFlag::Late, JobFlag::UntilPassed, JobFlag::DeadlinePassed,
                               JobFlag::Promoted, JobFlag::Critical, JobFlag::NeedsConfirmation,
                               JobFlag::CancelPending, JobFlag::MaxDurationExceeded})
        QVERIFY(job.flags.has(flag));
    QVERIFY(!job.flags.has(JobFlag::NeedsReply));
    QCOMPARE(job.deadlineAt, parseInstant("2026-11-24T06:30:00.500Z"));
    QVERIFY(!job.latestStartAt);
    QCOMPARE(job.maxDuration, std::optional<milliseconds>(std::chrono::minutes(20)));
    QCOMPARE(job.dependencies.unresolved, std::optional(1));
    QCOMPARE(job.criticalStartAt, parseInstant("2026-11-24T06:05:00Z"));
}

void TestReaders::job_currentRunIsTheLastOfItsChain()
{
    std::string body = recorded("jobs.json");
    const auto page = readJobPage(body, {});
    const domain::Job &job = page->page.rows.at(0);
    QCOMPARE(job.runCount, std::optional(3));
    QCOMPARE(job.run->id.value(), std::string("run-2"));
    QCOMPARE(job.run->number, std::optional(700412345LL));
    QCOMPARE(job.run->rerunType, std::string("rerun_from"));
    QCOMPARE(job.run->elapsed, std::optional<milliseconds>(std::chrono::seconds(131)));
    QCOMPARE(job.returnCode, std::optional(8));
    const auto other = oneJob(R"({"id":"a","jobruns":[{"id":"r1"},{"id":"r2"}]})");
    QCOMPARE(other.run->id.value(), std::string("r2"));
}

void TestReaders::job_expectsWhatItsDefinitionSays()
{
    const auto expected = oneJob(
        R"({"id":"a","jobDefinition":{"estimatedDuration":"PT7M30S"},
        "jobruns":[{"id":"r1","timeInfo":null}]})");
    QCOMPARE(expected.run->estimated, std::optional<milliseconds>(std::chrono::seconds(450)));
    const auto never = oneJob(R"({"id":"a","jobDefinition":{"estimatedDuration":"PT5S"}})");
    QCOMPARE(never.run->estimated, std::optional<milliseconds>(std::chrono::seconds(5)));
    QVERIFY(never.run->id.isEmpty() && !never.run->startedAt);
    QVERIFY(!oneJob(R"({"id":"a","jobDefinition":{"estimatedDuration":null}})").run);
    const auto told = oneJob(R"({"id":"a","jobDefinition":{"estimatedDuration":"PT5S"},
        "jobruns":[{"id":"r1","timeInfo":{"estimatedDuration":"PT9S"}}]})");
    QCOMPARE(told.run->estimated, std::optional<milliseconds>(std::chrono::seconds(9)));
}

void TestReaders::job_statuses_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("internal");
    QTest::addColumn<QByteArray>("raw");
    const auto row = [](const char *name, const char *members, Status status, const char *internal,
                        const char *raw) {
        QTest::newRow(name) << QByteArray(members) << static_cast<int>(status)
                            << QByteArray(internal) << QByteArray(raw);
    };
    row("common status wins",
        R"("lastRunCommonStatus":"HELD","lastRunCompositeStatus":{"status":"HOLD"})", Status::Held,
        "hold", "HOLD");
    row("derived", R"("lastRunCompositeStatus":{"status":"EXEC"})", Status::Running, "exec",
        "EXEC");
    row("derived, priority 0", R"("priority":0,"lastRunCompositeStatus":{"status":"READY"})",
        Status::Held, "ready", "READY");
    row("derived, canceled", R"("lastRunCompositeStatus":{"status":"HOLD","canceled":true})",
        Status::Canceled, "hold", "HOLD");
    row("canceled beside another",
        R"("lastRunCommonStatus":"WAITING","lastRunCompositeStatus":{"status":"HOLD","canceled":true})",
        Status::Canceled, "hold", "HOLD");
    row("v1 spelling", R"("lastRunCompositeStatus":{"status":"FAILED"})", Status::Error, "fail",
        "FAILED");
    row("unknown internal", R"("lastRunCompositeStatus":{"status":"Warped"})", Status::Undecided,
        "warped", "Warped");
    row("unknown common",
        R"("lastRunCommonStatus":"WARPED","lastRunCompositeStatus":{"status":"EXEC"})",
        Status::Undecided, "exec", "WARPED");
    row("of the run alone",
        R"("jobruns":[{"commonStatus":"RUNNING","compositeStatus":{"status":"EXEC"}}])",
        Status::Running, "exec", "EXEC");
    row("none at all", R"("name":"X")", Status::Undecided, "", "");
}

void TestReaders::job_statuses()
{
    QFETCH(QByteArray, members);
    QFETCH(int, status);
    QFETCH(QByteArray, internal);
    QFETCH(QByteArray, raw);
    const auto job = oneJob("{\"id\":\"a\"," + members + '}');
    QCOMPARE(job.id.value(), std::string("a"));
    QCOMPARE(static_cast<int>(job.status), status);
    QCOMPARE(job.internalStatus, internal.toStdString());
    QCOMPARE(job.rawStatus, raw.toStdString());
}

void TestReaders::job_toleratesOddMembers_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::newRow("null everywhere") << QByteArray(
        R"("name":null,"priority":null,"schedTime":null,"jobruns":null,"jobOptions":null)");
    QTest::newRow("object for a text") << QByteArray(R"("folder":{"a":[1,2]})");
    QTest::newRow("array for a number") << QByteArray(R"("priority":[[{"b":1}]])");
    QTest::newRow("object for a number") << QByteArray(R"("priority":{"id":"inner"})");
    QTest::newRow("text for an object") << QByteArray(R"("jobStatusFlags":"late")");
    QTest::newRow("number for an array") << QByteArray(R"("jobruns":7)");
    QTest::newRow("odd items of an array") << QByteArray(R"("jobruns":[1,"x",null,[2]])");
    QTest::newRow("fraction for a whole number") << QByteArray(R"("priority":1.5)");
    QTest::newRow("number beyond int") << QByteArray(R"("priority":99999999999)");
    QTest::newRow("number beyond all") << QByteArray(R"("priority":99999999999999999999999)");
    QTest::newRow("text for a flag") << QByteArray(R"("jobOptions":{"critical":"true"})");
    QTest::newRow("no time") << QByteArray(R"("schedTime":"yesterday")");
    QTest::newRow("number for a time") << QByteArray(R"("schedTime":1700000000)");
    QTest::newRow("no duration") << QByteArray(R"("timeRestrictions":{"maxDuration":"long"})");
    QTest::newRow("unknown members") << QByteArray(R"("new":{"x":[{"y":null}]},"newer":[[]])");
}

void TestReaders::job_toleratesOddMembers()
{
    QFETCH(QByteArray, members);
    const auto job = oneJob("{\"id\":\"a\"," + members + ",\"timeZone\":\"UTC\"}");
    QCOMPARE(job.id.value(), std::string("a"));
    QCOMPARE(job.timeZone, std::string("UTC")); // what follows is read
    QVERIFY(!job.priority);
    QVERIFY(!job.scheduledAt);
    QVERIFY(!job.maxDuration);
    QVERIFY(!job.run);
    QVERIFY(job.folder.empty());
    QCOMPARE(int{job.flags.bits}, 0);
}

void TestReaders::job_thatRunsHasNoElapsedTimeAndNoReturnCode()
{
    const auto job = oneJob(R"({"id":"a","lastRunCommonStatus":"RUNNING","jobruns":[{"id":"r",
        "returnCode":0,"timeInfo":{"actualStartTime":"2026-11-24T05:00:03Z","elapsedTime":"PT9S"}}]})");
    QVERIFY(job.run->startedAt.has_value());
    QVERIFY(!job.run->elapsed);
    QVERIFY(!job.returnCode);
}

void TestReaders::jobStream_isReadWhole()
{
    std::string body = recorded("job-streams.json");
    const auto page = readJobStreamPage(body, {});
    QVERIFY(page.has_value());
    const domain::JobStream &stream = page->page.rows.at(0);
    QCOMPARE(stream.name, std::string("EOD_X"));
    QCOMPARE(stream.aliasOf, std::string("EOD"));
    QVERIFY(stream.status == Status::Running);
    QCOMPARE(stream.internalStatus, std::string("exec"));
    QCOMPARE(stream.late, std::optional(false));
    QCOMPARE(stream.carriedForward, std::optional(true));
    QCOMPARE(stream.pendingPredecessor, std::optional(true));
    QCOMPARE(stream.limit, std::optional(-1));
    QCOMPARE(stream.estimated, std::optional<milliseconds>(std::chrono::minutes(55)));
    QCOMPARE(stream.deadlineAt, parseInstant("2026-11-24T08:00:00Z"));
    QVERIFY(stream.submitter.empty());
}

void TestReaders::workstation_isReadWhole()
{
    std::string body = recorded("workstations.json");
    const auto page = readWorkstationPage(body, {});
    QVERIFY(page.has_value());
    const domain::Workstation &station = page->page.rows.at(0);
    QCOMPARE(station.type, std::string("x_agent"));
    QCOMPARE(station.os, std::string("linux"));
    QCOMPARE(station.host, std::string("/MDM1"));
    QCOMPARE(station.states.at(1), std::string("jobman_up"));
    QCOMPARE(station.flags.at(0), std::string("auto_link"));
    QCOMPARE(station.linked, std::optional(true));
    QCOMPARE(station.running, std::optional(true));
    QCOMPARE(station.jobsRequested, std::optional(3));
    const domain::Workstation &unknown = page->page.rows.at(1);
    QVERIFY(!unknown.linked);
    QVERIFY(!unknown.running);
    QVERIFY(!unknown.limit);
}

void TestReaders::rows_withoutIdAreSkippedAndCounted()
{
    std::string body = R"({"results":[{"id":"a"},{"name":"no id"},{"id":null},7,null,{"id":"b"}]})";
    const auto page = readJobPage(body, firstPage(6));
    QVERIFY(page.has_value());
    QCOMPARE(page->page.rows.size(), std::size_t{2});
    QCOMPARE(page->skipped, std::size_t{4});
    QVERIFY(!page->page.isLast); // six items were sent, as asked
}

void TestReaders::lastPage_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("offset");
    QTest::addColumn<bool>("isLast");
    QTest::newRow("by count") << QByteArray(R"({"count":3,"results":[{"id":"a"}]})") << 2 << true;
    QTest::newRow("short, but more by count")
        << QByteArray(R"({"count":3,"results":[{"id":"a"}]})") << 0 << false;
    QTest::newRow("short without count") << QByteArray(R"({"results":[{"id":"a"}]})") << 0 << true;
    QTest::newRow("full without count")
        << QByteArray(R"({"count":null,"results":[{"id":"a"},{"id":"b"}]})") << 0 << false;
    QTest::newRow("empty, whatever the count")
        << QByteArray(R"({"count":9,"results":[]})") << 4 << true;
    QTest::newRow("impossible count")
        << QByteArray(R"({"count":-1,"results":[{"id":"a"}]})") << 0 << true;
}

void TestReaders::lastPage()
{
    QFETCH(QByteArray, body);
    QFETCH(int, offset);
    QFETCH(bool, isLast);
    std::string text = body.toStdString();
    auto asked = firstPage(2);
    asked.offset = static_cast<std::size_t>(offset);
    const auto page = readJobPage(text, asked);
    QVERIFY(page.has_value());
    QCOMPARE(page->page.isLast, isLast);
}

void TestReaders::brokenBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("blank") << QByteArray("  \n");
    QTest::newRow("text") << QByteArray("sorry");
    QTest::newRow("list") << QByteArray("[1,2]");
    QTest::newRow("number") << QByteArray("12");
    QTest::newRow("cut in a row") << QByteArray(R"({"count":2,"results":[{"id":"a","name":)");
    QTest::newRow("cut in a text") << QByteArray(R"({"count":2,"results":[{"id":"a)");
    QTest::newRow("cut after a row") << QByteArray(R"({"count":2,"results":[{"id":"a"})");
    QTest::newRow("no results") << QByteArray(R"({"count":2})");
    QTest::newRow("results are no list") << QByteArray(R"({"results":{"id":"a"}})");
    QTest::newRow("not UTF-8") << QByteArray("{\"results\":[{\"id\":\"\xff\xfe\"}]}");
    QTest::newRow("missing colon") << QByteArray(R"({"results":[{"id" "a"}]})");
}

void TestReaders::brokenBodies()
{
    QFETCH(QByteArray, body);
    std::string text = body.toStdString();
    const auto page = readJobPage(text, {});
    QVERIFY(!page.has_value());
    QVERIFY(page.error().kind == ErrorKind::Protocol);
}

void TestReaders::identity_tellsVersionZoneAndDemo()
{
    std::string real =
        R"({"displayVersion":"10.2.5.00","timezone":"Europe/Zurich","capabilities":{}})";
    const auto engine = readIdentity(real);
    QVERIFY(engine.has_value());
    QCOMPARE(engine->version, std::string("10.2.5.00"));
    QCOMPARE(engine->timeZone, std::string("Europe/Zurich"));
    QVERIFY(!engine->isDemo);
    std::string demo =
        R"({"displayVersion":"1","capabilities":{"demo":true,"product":"resync-twsim"}})";
    QVERIFY(readIdentity(demo)->isDemo);
    std::string other = R"({"hello":"world"})";
    QVERIFY(readIdentity(other).error().kind == ErrorKind::Protocol);
}

void TestReaders::detail_isReadWhole()
{
    std::string body = recorded("job-detail.json");
    const auto read = readJobDetail(body);
    QVERIFY(read.has_value());
    QVERIFY(read->status == Status::Waiting);
    QCOMPARE(read->detail.definition->taskType, std::string("unix"));
    QCOMPARE(read->detail.definition->command, std::string("/opt/load.sh"));
    QCOMPARE(read->detail.definition->login, std::string("batch1"));
    QCOMPARE(read->detail.definition->recovery, std::string("continue_prompt"));
    QCOMPARE(read->detail.runs->size(), std::size_t{3});
    const auto &list = *read->detail.dependencies;
    QCOMPARE(list.size(), std::size_t{7});
    QCOMPARE(list.at(0).type, std::string("job"));
    QCOMPARE(list.at(0).status, std::string("satisfied"));
    QVERIFY(list.at(0).targetRef.empty()); // its stream's time was not told
    QCOMPARE(list.at(1).status, std::string("unsatisfied"));
    QCOMPARE(list.at(1).targetRef, std::string("/AGT2#/FIN/AP[2026-11-24T05:00Z].CLOSE"));
    QCOMPARE(list.at(2).targetRef, std::string("/AGT2#/AP[2026-11-24T05:00Z]"));
    QCOMPARE(list.at(3).detail.at(2), (std::pair<std::string, std::string>("available", "8")));
    QCOMPARE(list.at(4).targetName, std::string("/in/x.csv"));
    QCOMPARE(list.at(5).targetKind, std::string("prompt"));
    QCOMPARE(list.at(6).type, std::string("brand_new"));
    QCOMPARE(list.at(6).status, std::string("undecided"));
}

void TestReaders::issues_keepTheEnginesText()
{
    std::string body =
        R"({"issues":[{"id":"1","issueType":"LIMIT","issueMessage":"Limit is 0."},{}]})";
    const auto issues = readIssues(body);
    QVERIFY(issues.has_value());
    QCOMPARE(issues->size(), std::size_t{1});
    QCOMPARE(issues->front().text, std::string("Limit is 0."));
}

void TestReaders::manyRows_areReadFast()
{
    std::string row = recorded("jobs.json");
    row = row.substr(row.find('[') + 1, row.rfind(']') - row.find('[') - 1);
    std::string body = "{\"results\":[" + row;
    for (int i = 1; i < 2000; ++i)
        body += ',' + row;
    body += "]}";
    QBENCHMARK_ONCE
    {
        const auto page = readJobPage(body, firstPage(2000));
        QCOMPARE(page->page.rows.size(), std::size_t{2000});
    }
}

QTEST_APPLESS_MAIN(TestReaders)
#include "tst_Readers.moc"
