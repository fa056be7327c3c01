// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Text.h"
#include "tests/agent/engine/EngineFixture.h"

using namespace resync;
using namespace resync::test;
using namespace std::chrono_literals;
using Form = mirror::RowQuery::Form;

Q_DECLARE_METATYPE(Form)

namespace {

constexpr const char *EmptyList = R"({"count":0,"results":[]})";
constexpr const char *SyntaxError = R"({"messages":["OQL_FILTER_SYNTAX_ERROR"]})";
constexpr const char *Job = R"({"id":"j1","priority":10,"lastRunCommonStatus":"RUNNING",
  "dependenciesStats":{"numberOfDependencies":1},
  "dependencies":[{"dependencyType":"INTERNAL","dependencyStatus":"SATISFIED","jobId":"j0","jobName":"EXTRACT"}],
  "jobruns":[
   {"id":"r2","commonStatus":"RUNNING","compositeStatus":{"status":"EXEC"},"returnCode":0,"lastInRerunChain":true,
    "timeInfo":{"actualStartTime":"2026-11-24T01:00:00Z"}},
   {"id":"r1","commonStatus":"ERROR","compositeStatus":{"status":"ABEND"},"returnCode":8,"actualWorkstation":"A",
    "timeInfo":{"actualStartTime":"2026-11-24T00:00:00Z","actualEndTime":"2026-11-24T00:10:00Z"}}]})";

mirror::PageRequest pageOf(Form form)
{
    mirror::PageRequest page;
    page.query.form = form;
    page.query.since = *parseInstant("2026-11-24T00:50:00Z");
    page.query.ids = {"a-1", "b-2"};
    page.query.folder = "/FIN";
    page.query.statuses = {domain::Status::Canceled, domain::Status::Suppress};
    return page;
}

std::string oqlOf(const WireRequest &request)
{
    const auto at = request.target.find("&oql=");
    return at == std::string::npos ? "" : percentDecode(request.target.substr(at + 5)).value_or("");
}

std::string listOf(const std::string &row)
{
    return R"({"count":1,"results":[)" + row + "]}";
}

} // namespace

class TestEngineQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void forms_data();
    void forms();
    void refusedForm_isNotAskedForAgain();
    void refusedOrder_keepsTheForm();
    void quotedId_isNeverSent();
    void counts_areReadByFolder();
    void counts_thatAreMissingAreRemembered();
    void resources_areReadWhole();
    void prompts_areReadWhole();
    void prompts_thatAreMissingAreRemembered();
    void dependencies_areReadInLists();
    void runs_endWithTheCurrentOne();
    void log_ofTheCurrentRun();
    void log_ofAnEndedRunIsComplete();
    void log_errors();
    void clockOffset_comesFromTheDateHeader();
    void hosts_tellWhatTheyAnswered();
};

void TestEngineQueries::forms_data()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<std::string>("jobs");
    QTest::addColumn<std::string>("streams");
    const std::string active = " IN ['READY','RUNNING','HELD','UNDECIDED','BLOCKED']";
    const std::string since = " >= '2026-11-24T00:50:00.000Z'";
    const std::string js = "jobruns.commonStatus", jt = "jobruns.timeInfo.";
    const std::string started = "timeInfo.actualStartTime" + since;
    const std::string ended = "timeInfo.actualEndTime" + since;
    QTest::newRow("everything") << Form::Everything << std::string("name LIKE '@'")
                                << std::string("name LIKE '@'");
    QTest::newRow("can have changed")
        << Form::CanHaveChanged
        << '(' + js + active + " OR jobruns." + started + " OR jobruns." + ended + ')'
        << "(commonStatus" + active + " OR " + started + " OR " + ended + ')';
    QTest::newRow("active") << Form::Active << js + active << "commonStatus" + active;
    QTest::newRow("started") << Form::StartedSince << "jobruns." + started << started;
    QTest::newRow("ended") << Form::EndedSince << "jobruns." + ended << ended;
    QTest::newRow("ids") << Form::Ids << std::string("id IN ['a-1','b-2']")
                         << std::string("id IN ['a-1','b-2']");
    QTest::newRow("folder") << Form::Folder << std::string("folder = '/FIN'")
                            << std::string("folder = '/FIN'");
    QTest::newRow("folder in statuses")
        << Form::FolderStatuses
        << std::string("folder = '/FIN' AND jobruns.commonStatus IN ['CANCELED','SUPPRESS']")
        << std::string("folder = '/FIN' AND commonStatus IN ['CANCELED','SUPPRESS']");
    QTest::newRow("in error") << Form::InError << js + " IN ['ERROR']"
                              << std::string("commonStatus IN ['ERROR']");
}

void TestEngineQueries::forms()
{
    QFETCH(Form, form);
    QFETCH(std::string, jobs);
    QFETCH(std::string, streams);
    ScriptedServer server([](const WireRequest &) { return reply(200, EmptyList); });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs(pageOf(form)).has_value());
    QVERIFY(fixture.streams(pageOf(form)).has_value());
    const auto requests = server.requests();
    QCOMPARE(oqlOf(requests.at(requests.size() - 2)), jobs + " ORDER BY id");
    QCOMPARE(oqlOf(requests.back()), streams + " ORDER BY id");
}

void TestEngineQueries::refusedForm_isNotAskedForAgain()
{
    ScriptedServer server([](const WireRequest &request) {
        return oqlOf(request).find("jobruns") != std::string::npos ? reply(400, SyntaxError)
                                                                   : reply(200, EmptyList);
    });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs().has_value());
    const auto before = server.requests().size();
    QVERIFY(fixture.jobs(pageOf(Form::CanHaveChanged)).error().kind == ErrorKind::NotOffered);
    QCOMPARE(server.requests().size(), before + 2); // with and without the order
    const auto again = fixture.jobs(pageOf(Form::CanHaveChanged));
    QVERIFY(again.error().kind == ErrorKind::NotOffered);
    QCOMPARE(again.error().code, std::string("not_offered_by_engine"));
    QCOMPARE(server.requests().size(), before + 2);
    QVERIFY(fixture.jobs(pageOf(Form::Ids)).has_value()); // another form, and ordered
    QCOMPARE(oqlOf(server.requests().back()), std::string("id IN ['a-1','b-2'] ORDER BY id"));
    fixture.engine->forgetCapabilities();
    QVERIFY(!fixture.jobs(pageOf(Form::CanHaveChanged)).has_value());
    QCOMPARE(server.requests().size(), before + 5);
}

void TestEngineQueries::refusedOrder_keepsTheForm()
{
    ScriptedServer server([](const WireRequest &request) {
        return oqlOf(request).find("ORDER") != std::string::npos ? reply(400, SyntaxError)
                                                                 : reply(200, EmptyList);
    });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs(pageOf(Form::Active)).has_value());
    QVERIFY(fixture.jobs(pageOf(Form::Active)).has_value());
    QCOMPARE(server.requests().size(), std::size_t{3});
}

void TestEngineQueries::quotedId_isNeverSent()
{
    ScriptedServer server([](const WireRequest &) { return reply(200, EmptyList); });
    EngineFixture fixture(server);
    auto page = pageOf(Form::Ids);
    page.query.ids = {"a", "b' OR id != '"};
    QVERIFY(fixture.jobs(page).error().kind == ErrorKind::InvalidInput);
    page.query.ids.clear();
    QVERIFY(fixture.jobs(page).error().kind == ErrorKind::InvalidInput);
    page = pageOf(Form::Folder);
    page.query.folder = "/O'HARA";
    QVERIFY(fixture.jobs(page).error().kind == ErrorKind::InvalidInput);
    QVERIFY(server.requests().empty());
}

void TestEngineQueries::counts_areReadByFolder()
{
    ScriptedServer server([](const WireRequest &) {
        return reply(
            200,
            R"([{"folder":"/FIN","totalCount":9,"commonStatus":{"ERROR":3,"RUNNING":5,"NEW":1}},
            {"folder":"/","totalCount":2,"commonStatus":null},{"folder":"/X","totalCount":null},7,null])");
    });
    EngineFixture fixture(server);
    const auto counts = EngineFixture::await<std::vector<mirror::FolderCount>>(
        [&](auto done) { fixture.engine->fetchCounts(mirror::CountedKind::JobStreams, done); });
    QVERIFY(counts.has_value());
    QCOMPARE(counts->size(), std::size_t{2});
    QCOMPARE(counts->at(0).folder, std::string("/FIN"));
    QCOMPARE(counts->at(0).total, 9);
    QVERIFY(counts->at(0).byStatus.has_value());
    QCOMPARE(counts->at(0).byStatus->at(static_cast<std::size_t>(domain::Status::Error)), 3);
    QCOMPARE(counts->at(0).byStatus->at(static_cast<std::size_t>(domain::Status::Undecided)), 1);
    QVERIFY(!counts->at(1).byStatus.has_value());
    QCOMPARE(server.requests().back().target,
             std::string("/twsd/api/v2/plan/folder/objects-count?object_type=JOBSTREAM_IN_PLAN&oql="
                         "folder%20LIKE%20%27%2F%40%27"));
}

void TestEngineQueries::counts_thatAreMissingAreRemembered()
{
    ScriptedServer server([](const WireRequest &request) {
        return request.target.find("/v2/plan/job?") != std::string::npos ? reply(200, EmptyList)
                                                                         : reply(404, "{}");
    });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs().has_value());
    std::size_t asked = 0;
    for (int i = 0; i < 3; ++i) {
        const auto counts = EngineFixture::await<std::vector<mirror::FolderCount>>(
            [&](auto done) { fixture.engine->fetchCounts(mirror::CountedKind::JobStreams, done); });
        QVERIFY(counts.error().kind == ErrorKind::NotOffered);
        asked = i == 0 ? server.requests().size() : asked;
        QCOMPARE(server.requests().size(), asked);
    }
}

void TestEngineQueries::resources_areReadWhole()
{
    ScriptedServer server([](const WireRequest &) {
        return reply(
            200,
            listOf(
                R"({"id":"q1","name":"DBSLOTS","folder":"/","workstation":"AGT_FIN01","quantity":10,
            "quantityInUse":2,"quantityAvailable":8,"status":"NOT_AVAILABLE",
            "holders":[{"jobId":"j1","jobKey":"/A#S.J","quantity":2},{"jobId":null}]})"));
    });
    EngineFixture fixture(server);
    const auto page = EngineFixture::await<mirror::Page<domain::Resource>>(
        [&](auto done) { fixture.engine->fetchResources({}, done); });
    QVERIFY(page.has_value());
    const domain::Resource &resource = page->rows.at(0);
    QCOMPARE(resource.workstation, std::string("/AGT_FIN01"));
    QCOMPARE(resource.status, std::string("not_available"));
    QCOMPARE(resource.quantity, std::optional<int>(10));
    QCOMPARE(resource.inUse, std::optional<int>(2));
    QCOMPARE(resource.available, std::optional<int>(8));
    QCOMPARE(resource.holders.size(), std::size_t{2});
    QCOMPARE(resource.holders.at(0).ref, std::string("/A#S.J"));
    QVERIFY(!resource.holders.at(1).quantity.has_value());
    QVERIFY(page->isLast);
}

void TestEngineQueries::prompts_areReadWhole()
{
    ScriptedServer server([](const WireRequest &) {
        return reply(200,
                     listOf(R"({"id":"p1","name":"OKGO","number":17,"text":"go?","status":"ASKED",
            "type":"Predefined Prompt","jobId":"j1","timeAsked":"2026-11-24T01:00:00Z","timeRespond":null})"));
    });
    EngineFixture fixture(server);
    const auto page = EngineFixture::await<mirror::Page<domain::Prompt>>(
        [&](auto done) { fixture.engine->fetchPrompts({}, done); });
    QVERIFY(page.has_value());
    const domain::Prompt &prompt = page->rows.at(0);
    QCOMPARE(prompt.status, std::string("asked"));
    QCOMPARE(prompt.type, std::string("predefined_prompt"));
    QCOMPARE(prompt.number, std::optional<long long>(17));
    QVERIFY(prompt.askedAt == parseInstant("2026-11-24T01:00:00Z"));
    QVERIFY(!prompt.answeredAt);
    QCOMPARE(oqlOf(server.requests().back()), std::string());
}

void TestEngineQueries::prompts_thatAreMissingAreRemembered()
{
    ScriptedServer server([](const WireRequest &request) {
        return request.target.find("/v2/plan/job?") != std::string::npos ? reply(200, EmptyList)
                                                                         : reply(404, "{}");
    });
    EngineFixture fixture(server);
    QVERIFY(fixture.jobs().has_value());
    std::size_t asked = 0;
    for (int i = 0; i < 2; ++i) {
        const auto page = EngineFixture::await<mirror::Page<domain::Prompt>>(
            [&](auto done) { fixture.engine->fetchPrompts({}, done); });
        QVERIFY(page.error().kind == ErrorKind::NotOffered);
        asked = i == 0 ? server.requests().size() : asked;
        QCOMPARE(server.requests().size(), asked);
    }
}

void TestEngineQueries::dependencies_areReadInLists()
{
    ScriptedServer server([](const WireRequest &) {
        return reply(
            200,
            listOf(std::string(Job) +
                   R"(,{"id":"j2","dependenciesStats":{"numberOfDependencies":2},"dependencies":[]},
                                     {"id":"j3","dependenciesStats":{"numberOfDependencies":0}})"));
    });
    EngineFixture fixture(server);
    const auto page = EngineFixture::await<mirror::Page<domain::JobDependencies>>(
        [&](auto done) { fixture.engine->fetchJobDependencies({}, done); });
    QVERIFY(page.has_value());
    QCOMPARE(page->rows.at(0).job.value(), std::string("j1"));
    QCOMPARE(page->rows.at(0).list.at(0).targetName, std::string("EXTRACT"));
    QVERIFY(page->rows.at(0).isComplete);
    QVERIFY(!page->rows.at(1).isComplete);
    QVERIFY(page->rows.at(2).isComplete);
    QCOMPARE(server.requests().back().header("scope"), std::string("WHOLE_NO_JOB_DEFINITIONS"));
}

void TestEngineQueries::runs_endWithTheCurrentOne()
{
    ScriptedServer server([](const WireRequest &) { return reply(200, Job); });
    EngineFixture fixture(server);
    const auto runs = EngineFixture::await<std::vector<domain::JobRun>>(
        [&](auto done) { fixture.engine->fetchRuns(domain::JobId("j1"), done); });
    QVERIFY(runs.has_value());
    QCOMPARE(runs->at(0).run.id.value(), std::string("r1"));
    QCOMPARE(runs->at(0).returnCode, std::optional<int>(8));
    QCOMPARE(runs->at(0).internalStatus, std::string("abend"));
    QCOMPARE(runs->at(0).run.workstation, std::string("/A"));
    QCOMPARE(runs->at(1).run.id.value(), std::string("r2"));
    QVERIFY(runs->at(1).status == domain::Status::Running);
    QVERIFY(!runs->at(1).returnCode && !runs->at(1).isHistory);
}

namespace {

WireReply jobAndLog(const WireRequest &request)
{
    return request.target.find("/joblog") == std::string::npos
               ? reply(200, Job)
               : reply(200, "<one>\r\ntwo\n\nfour\n", "text/plain; charset=utf-8");
}

Result<domain::JobLog> logOf(EngineFixture &fixture, const domain::LogRange &range)
{
    return EngineFixture::await<domain::JobLog>(
        [&](auto done) { fixture.engine->fetchLog(domain::JobId("j1"), range, done); });
}

} // namespace

void TestEngineQueries::log_ofTheCurrentRun()
{
    ScriptedServer server(jobAndLog);
    EngineFixture fixture(server);
    const auto log = logOf(fixture, {{}, 11, 14});
    QVERIFY(log.has_value());
    QCOMPARE(log->run.value(), std::string("r2"));
    QCOMPARE(log->lines.size(), std::size_t{4});
    QCOMPARE(log->lines.at(0).number, std::uint64_t{11});
    QCOMPARE(log->lines.at(0).text, std::string("<one>"));
    QCOMPARE(log->lines.at(3).text, std::string("four"));
    QVERIFY(!log->totalLines && !log->isComplete); // it still runs
    const WireRequest asked = server.requests().back();
    QCOMPARE(asked.target, std::string("/twsd/api/v2/plan/job/run/r2/joblog?from_line=11&to_line=14"
                                       "&contentOnly=true&follow=false"));
    QCOMPARE(asked.header("Accept"), std::string("text/plain"));
}

void TestEngineQueries::log_ofAnEndedRunIsComplete()
{
    ScriptedServer server(jobAndLog);
    EngineFixture fixture(server);
    const auto log = logOf(fixture, {domain::RunId("r1"), {}, {}});
    QVERIFY(log.has_value());
    QCOMPARE(log->totalLines, std::optional<std::uint64_t>(4));
    QVERIFY(log->isComplete);
    const auto cut = logOf(fixture, {domain::RunId("r1"), 1, 2});
    QCOMPARE(cut->lines.size(), std::size_t{2});
    QVERIFY(!cut->totalLines);
}

void TestEngineQueries::log_errors()
{
    ScriptedServer server([](const WireRequest &request) {
        return request.target.find("/joblog") == std::string::npos
                   ? reply(200, Job)
                   : reply(500, R"({"message":"AWSJCO084E The agent is down."})");
    });
    EngineFixture fixture(server);
    QVERIFY(logOf(fixture, {domain::RunId("r9"), {}, {}}).error().kind == ErrorKind::NotFound);
    for (int i = 0; i < 8; ++i) { // an agent that is down says nothing of the engine
        const auto log = logOf(fixture, {});
        QVERIFY(log.error().kind == ErrorKind::Unavailable);
        QVERIFY(log.error().message.find("AWSJCO084E The agent is down.") != std::string::npos);
    }
    QVERIFY(fixture.engine->callCounts().breaker == mirror::BreakerState::Closed);
}

void TestEngineQueries::clockOffset_comesFromTheDateHeader()
{
    ScriptedServer server([](const WireRequest &) {
        return WireReply{
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nDate: Tue, 24 Nov "
            "2026 01:02:00 GMT\r\nContent-Length: 24\r\n\r\n{\"count\":0,\"results\":[]}"};
    });
    EngineFixture fixture(server);
    QVERIFY(fixture.engine->clockOffset() == 0ms);
    QVERIFY(fixture.jobs().has_value());
    QVERIFY(fixture.engine->clockOffset() == 2min);
}

void TestEngineQueries::hosts_tellWhatTheyAnswered()
{
    ScriptedServer second([](const WireRequest &) { return reply(200, EmptyList); });
    const engine::HostAddress first{"127.0.0.1", closedPort()};
    EngineFixture fixture(plainSettings({first, hostOf(second)}));
    QVERIFY(fixture.jobs().has_value());
    const auto hosts = fixture.engine->hosts();
    QCOMPARE(hosts.at(0).host, toString(first));
    QVERIFY(!hosts.at(0).isInUse && !hosts.at(0).lastAnswerAt);
    QCOMPARE(hosts.at(0).lastError, std::string("connection refused"));
    QVERIFY(hosts.at(1).isInUse && hosts.at(1).lastAnswerAt == fixture.clock.now());
    QVERIFY(hosts.at(1).lastError.empty());
}

QTEST_GUILESS_MAIN(TestEngineQueries)
#include "tst_EngineQueries.moc"
