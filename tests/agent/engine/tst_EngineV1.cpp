// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1LogReader.h"
#include "tests/agent/engine/EngineFixture.h"
#include "tests/agent/engine/V1Samples.h"

#include <algorithm>
#include <map>

using namespace resync;
using namespace resync::test;
using Form = mirror::RowQuery::Form;

namespace {

constexpr const char *Info = R"({"displayVersion":"9.5.0.07","version":"9.5","timezone":"UTC",
  "planTimezone":"Europe/Zurich","workstationName":"MDM01","masterWorkstation":"MDM01"})";
constexpr const char *V2Info = R"({"displayVersion":"10.2.5.00"})";
constexpr const char *EmptyList = R"({"count":0,"results":[]})";
constexpr const char *OneJob = "[{\"id\":\"a\"}]";
constexpr const char *Job =
    R"({"id":"QUdU=","name":"LOAD_GL","priority":10,"jobNumber":81234,"rerunType":"REGULAR",
 "jobDefinition":{"jobDefinitionInPlanKey":{"name":"LOAD_GL"},"taskType":"UNIX","taskString":"/opt/load_gl.sh",
   "userLogin":"finbatch","recoveryOption":"STOP","returnCode":8},
 "workstationInPlan":{"name":"AGT_FIN01"},
 "jobStreamInPlan":{"id":"s1","name":"EOD_GL","startTime":"2025-11-13T05:00:00.000Z","workstationKey":{"name":"/AGT_FIN01"},
   "folderKey":{"name":"/FIN"}},
 "status":{"commonStatus":"ERROR","internalStatus":"FAILED","canceled":false},
 "timeInfo":{"estimatedDuration":450000,"actualStartTime":"2025-11-13T05:00:03.000Z","elapsedTime":131000,
   "actualEndTime":"2025-11-13T05:02:14.000Z"},
 "timeRestriction":{"deadlineTime":"2025-11-13T06:30:00.000Z","untilTime":null,"maxDuration":1200000},
 "criticalNetworkInfo":{"critical":true,"criticalStart":"2025-11-13T06:05:00.000Z","estimatedEndTime":"2025-11-13T06:40:00.000Z",
   "criticalJobInfo":{"alertLevel":"HIGH_RISK","confidenceFactor":41}},
 "flags":{"jobLate":true,"needMessage":null},"unresolvedPreds":[{},{}],
 "dependenciesStats":{"numberOfDependencies":2},"actualWorkstation":"AGT_FIN01"})";
constexpr const char *Station =
    R"({"id":"w1","key":{"name":"AGT_FIN01"},"type":"DYNAMIC_POOL","os":"LINUX","linkStatus":"LINKED",
 "jobmanUp":true,"writerUp":false,"autoLink":true,"limit":20,"fence":0,"domainInPlanKey":{"name":"MASTERDM"},
 "hostWorkstationKey":{"name":"/MDM01_DWB"},"certificateExpiryDate":"2027-01-31T00:00:00.000Z"})";

/// Answers by the beginning of the target; 404 for the rest.
class Script
{
public:
    explicit Script(std::map<std::string, WireReply> replies)
        : m_replies(std::move(replies))
    {}
    WireReply operator()(const WireRequest &request) const
    {
        const WireReply *best = nullptr;
        std::size_t length = 0;
        for (const auto &[beginning, answer] : m_replies)
            if (request.target.starts_with(beginning) && beginning.size() >= length) {
                best = &answer;
                length = beginning.size();
            }
        return best != nullptr ? *best : reply(404, "{}");
    }

private:
    std::map<std::string, WireReply> m_replies;
};

std::string listOf(const std::string &rows)
{
    return '[' + rows + ']';
}

template<typename T, typename Ask>
Result<T> await(Ask ask)
{
    return EngineFixture::await<T>([&](Callback<T> done) { ask(std::move(done)); });
}

} // namespace

class TestEngineV1 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }
    void identity_ofAnOldEngine();
    void identity_ofBothVersions();
    void identity_ofV2Alone();
    void identity_ofNeither();
    void identity_staysWithV2WhenV1RefusesTheLogin();
    void simulator_isRefusedInProduction();
    void jobs_areReadWhole();
    void jobs_areAskedForByPageNumber();
    void jobs_areReadPageAfterPageWithoutADatabase();
    void jobs_withoutADatabaseMayOverlap();
    void dependencies_areAskedForInLists();
    void wildcard_isFoundOut();
    void forms_thatFiltersCanExpress();
    void workstations_areReadWhole();
    void jobStreams_areReadWhole();
    void counts_areAskedForByStatus();
    void planInfo_prefersTheCurrentPlan();
    void criticalJobs_areReadWhole();
    void history_isNewestFirst();
    void prompts_fallBackToV1();
    void detail_comesFromTheJob();
    void log_isReadPageAfterPage();
    void missing_isRemembered();
    void count_data();
    void count();
    void metrics_areRead();
    void metrics_surviveGarbage_data();
    void metrics_surviveGarbage();
    void metrics_thatAreMissingAreRemembered();
};

void TestEngineV1::identity_ofAnOldEngine()
{
    ScriptedServer server(Script({{"/twsd/engine/info", reply(200, Info)},
                                  {"/twsd/plan/current/job/query", reply(200, OneJob)}}));
    EngineFixture fixture(server);
    const auto identity = fixture.identity();
    QVERIFY(identity.has_value());
    QCOMPARE(identity->version, std::string("9.5.0.07"));
    QCOMPARE(identity->apis, std::vector<std::string>{"v1"});
    QCOMPARE(identity->timeZone, std::string("Europe/Zurich"));
    QVERIFY(identity->isActiveMaster == true);
    QVERIFY(fixture.identity().has_value());
    QCOMPARE(server.requests().size(), std::size_t{3}); // v2 is not looked for again
    QVERIFY(fixture.jobs().has_value());
    fixture.engine->forgetCapabilities();
    QVERIFY(fixture.identity().has_value());
    QCOMPARE(server.requests().size(), std::size_t{6});
}

void TestEngineV1::identity_ofBothVersions()
{
    ScriptedServer server(Script({{"/twsd/engine/info", reply(200, Info)},
                                  {"/twsd/api/v2/engine/info", reply(200, V2Info)}}));
    EngineFixture fixture(server);
    const auto identity = fixture.identity();
    QCOMPARE(identity->version, std::string("10.2.5.00"));
    QCOMPARE(identity->apis, (std::vector<std::string>{"v2", "v1"}));
    QVERIFY(identity->isActiveMaster == true);
}

void TestEngineV1::identity_ofV2Alone()
{
    ScriptedServer server(Script({{"/twsd/api/v2/engine/info", reply(200, V2Info)}}));
    EngineFixture fixture(server);
    QCOMPARE(fixture.identity()->apis, std::vector<std::string>{"v2"});
    QVERIFY(!fixture.identity()->isActiveMaster);
    QCOMPARE(server.requests().size(), std::size_t{3});
    const auto info =
        await<mirror::PlanInfo>([&](auto done) { fixture.engine->fetchPlanInfo(done); });
    QVERIFY(info.error().kind == ErrorKind::NotOffered);
    QCOMPARE(server.requests().size(), std::size_t{3});
}

void TestEngineV1::identity_ofNeither()
{
    ScriptedServer server([](const WireRequest &) { return reply(404, "{}"); });
    EngineFixture fixture(server);
    for (int i = 0; i < 2; ++i) {
        const auto identity = fixture.identity();
        QVERIFY(identity.error().kind == ErrorKind::Protocol);
        QCOMPARE(identity.error().code, std::string("engine_protocol"));
    }
    QCOMPARE(server.requests().size(), std::size_t{4}); // it may be starting: ask again
}

void TestEngineV1::identity_staysWithV2WhenV1RefusesTheLogin()
{
    ScriptedServer server(Script({{"/twsd/engine/info", reply(401, "{}")},
                                  {"/twsd/api/v2/engine/info", reply(200, V2Info)},
                                  {"/twsd/api/v2/plan/job", reply(200, EmptyList)}}));
    EngineFixture fixture(server);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(fixture.identity()->apis, std::vector<std::string>{"v2"});
    QVERIFY(fixture.jobs().has_value());
    const auto asked = server.requests();
    QCOMPARE(std::count_if(asked.begin(), asked.end(),
                           [](const auto &each) { return each.target == "/twsd/engine/info"; }),
             1); // asking on could lock the account
}

void TestEngineV1::simulator_isRefusedInProduction()
{
    const std::map<std::string, WireReply> engines = {
        {"/twsd/api/v2/engine/info",
         reply(200, "{\"displayVersion\":\"10.2.5.00\",\"capabilities\":{\"demo\":true}}")},
        {"/twsd/engine/info", reply(200, "{\"displayVersion\":\"10.2.5.00\","
                                         "\"fullVersion\":\"10.2.5.00.resync-twsim-0.1\"}")}};
    for (const auto &engine : engines) {
        ScriptedServer server(Script({engine}));
        auto settings = plainSettings({hostOf(server)});
        QVERIFY(EngineFixture(settings).identity()->isDemo);
        settings.refusesDemo = true;
        const auto refused = EngineFixture(settings).identity();
        QVERIFY(!refused && refused.error().kind == ErrorKind::Protocol);
        QVERIFY2(refused.error().message.find("simulator") != std::string::npos,
                 refused.error().message.c_str());
        QVERIFY2(refused.error().message.find(toString(hostOf(server))) != std::string::npos,
                 refused.error().message.c_str());
    }
}

namespace {

WireReply withHeaders(const std::string &headers, const std::string &body)
{
    return {"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + headers +
            "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body};
}

/// A fixture that knows already that the engine has API v1 alone.
struct OldEngine : EngineFixture
{
    explicit OldEngine(const ScriptedServer &server)
        : EngineFixture(server)
    {
        knowsIt = identity().has_value();
    }
    bool knowsIt = false;
};

std::map<std::string, WireReply> oldEngine(std::map<std::string, WireReply> more)
{
    more.emplace("/twsd/engine/info", reply(200, Info));
    return more;
}

} // namespace

void TestEngineV1::jobs_areReadWhole()
{
    ScriptedServer server(Script(oldEngine(
        {{"/twsd/plan/current/job/query", reply(200, listOf(std::string(Job) + ",{},7"))}})));
    OldEngine fixture(server);
    const auto page = fixture.jobs();
    QVERIFY(page.has_value());
    QCOMPARE(page->rows.size(), std::size_t{1});
    QVERIFY(page->isLast && !page->total);
    const domain::Job &job = page->rows.front();
    QCOMPARE(job.id.value(), std::string("QUdU="));
    QCOMPARE(job.workstation, std::string("/AGT_FIN01"));
    QCOMPARE(job.folder, std::string("/FIN"));
    QCOMPARE(job.stream.name, std::string("EOD_GL"));
    QVERIFY(job.scheduledAt == parseInstant("2025-11-13T05:00:00Z"));
    QVERIFY(job.status == domain::Status::Error);
    QCOMPARE(job.internalStatus, std::string("fail"));
    QCOMPARE(job.returnCode, std::optional<int>(8));
    QVERIFY(job.run.has_value());
    QVERIFY(job.run->elapsed == milliseconds(131000));
    QVERIFY(job.run->estimated == milliseconds(450000));
    QVERIFY(job.maxDuration == milliseconds(1200000));
    QVERIFY(job.flags.has(domain::JobFlag::Critical) && job.flags.has(domain::JobFlag::Late));
    QVERIFY(!job.flags.has(domain::JobFlag::NeedsReply));
    QCOMPARE(job.dependencies.total, std::optional<int>(2));
}

void TestEngineV1::jobs_areAskedForByPageNumber()
{
    ScriptedServer server(
        Script(oldEngine({{"/twsd/plan/current/job/query",
                           withHeaders("Context-ObjectCount: 4711\r\nContext-PlanId: p7\r\n",
                                       R"([{"id":"a"},{"id":"b","planId":"p8"}])")}})));
    OldEngine fixture(server);
    mirror::PageRequest page;
    const auto first = fixture.jobs(page);
    QVERIFY(first.has_value());
    QCOMPARE(first->total, std::optional<std::size_t>(4711));
    QCOMPARE(first->rows.at(0).planId.value(), std::string("p7"));
    QCOMPARE(first->rows.at(1).planId.value(), std::string("p8"));
    QCOMPARE(server.requests().back().header("Context-ObjectCount"), std::string("1"));
    page.offset = 4000;
    QVERIFY(fixture.jobs(page).has_value());
    const WireRequest asked = server.requests().back();
    QCOMPARE(asked.method, std::string("POST"));
    QCOMPARE(asked.header("Query-PageSize"), std::string("2000"));
    QCOMPARE(asked.header("Query-PageNumber"), std::string("2"));
    QCOMPARE(asked.header("How-Many"), std::string());
    QCOMPARE(asked.header("Context-ObjectCount"), std::string());
    page.offset = 3998; // overlaps the page before
    QVERIFY(fixture.jobs(page).has_value());
    QCOMPARE(server.requests().back().header("Query-PageSize"), std::string("2999"));
    QCOMPARE(server.requests().back().header("Query-PageNumber"), std::string("1"));
}

void TestEngineV1::dependencies_areAskedForInLists()
{
    ScriptedServer server(Script(oldEngine(
        {{"/twsd/plan/current/job/query", reply(200, listOf(V1JobWithDependencies))},
         {"/twsd/plan/current/jobstream/query", reply(200, listOf(V1StreamWithoutList))}})));
    OldEngine fixture(server);
    const auto jobs = await<mirror::Page<domain::JobDependencies>>(
        [&](auto done) { fixture.engine->fetchJobDependencies({}, done); });
    QVERIFY(jobs.has_value());
    QCOMPARE(jobs->rows.at(0).list.size(), std::size_t{8});
    QVERIFY(jobs->rows.at(0).isComplete);
    QCOMPARE(server.requests().back().header("Context-PlanDependenciesScope"), std::string("1"));
    const auto streams = await<mirror::Page<domain::StreamDependencies>>(
        [&](auto done) { fixture.engine->fetchStreamDependencies({}, done); });
    QVERIFY(streams.has_value() && !streams->rows.at(0).isComplete);
    QVERIFY(fixture.jobs().has_value());
    QCOMPARE(server.requests().back().header("Context-PlanDependenciesScope"), std::string("0"));
}

void TestEngineV1::wildcard_isFoundOut()
{
    ScriptedServer server([](const WireRequest &request) {
        if (request.target == "/twsd/engine/info")
            return reply(200, Info);
        if (request.target != "/twsd/plan/current/job/query")
            return reply(request.target.find("/api/v2/") == std::string::npos ? 200 : 404, "[]");
        const bool isKnown = request.body.find("\"@\"") != std::string::npos;
        return reply(200, isKnown ? OneJob : "[]");
    });
    OldEngine fixture(server);
    const auto before = server.requests().size();
    const auto resources = await<mirror::Page<domain::Resource>>(
        [&](auto done) { fixture.engine->fetchResources({}, done); });
    QVERIFY(resources.has_value() && resources->rows.empty()); // either way: nothing is learnt
    QCOMPARE(server.requests().size(), before + 2);
    QCOMPARE(fixture.jobs()->rows.size(), std::size_t{1});
    QCOMPARE(server.requests().size(), before + 4);
    QCOMPARE(fixture.jobs()->rows.size(), std::size_t{1});
    QCOMPARE(server.requests().size(), before + 5);
}

namespace {

/// An engine whose plan is not in a database.
WireReply withoutDatabase(const WireRequest &request)
{
    if (request.target == "/twsd/engine/info")
        return reply(200, Info);
    if (!request.header("Query-PageSize").empty())
        return reply(
            500, R"({"messages":[],"exceptionName":"java.lang.UnsupportedOperationException"})");
    if (request.target == "/twsd/plan/current/job/query")
        return withHeaders("Last-Object: here\r\nContext-HasMoreObjects: true\r\n",
                           R"([{"id":"a"},{"id":"b"}])");
    if (request.target == "/twsd/plan/current/job/query_next" &&
        request.header("Last-Object") == "here")
        return withHeaders("Context-HasMoreObjects: false\r\n", R"([{"id":"c"}])");
    return reply(404, "{}");
}

} // namespace

void TestEngineV1::jobs_areReadPageAfterPageWithoutADatabase()
{
    ScriptedServer server(withoutDatabase);
    OldEngine fixture(server);
    mirror::PageRequest page;
    page.limit = 2;
    const auto first = fixture.jobs(page);
    QVERIFY(first.has_value());
    QCOMPARE(first->rows.size(), std::size_t{2});
    QVERIFY(!first->isLast);
    QCOMPARE(server.requests().back().header("How-Many"), std::string("2"));
    page.offset = 4;
    QVERIFY(fixture.jobs(page).error().kind == ErrorKind::Protocol);
    page.offset = 2;
    const auto second = fixture.jobs(page);
    QVERIFY(second.has_value());
    QCOMPARE(second->rows.front().id.value(), std::string("c"));
    QVERIFY(second->isLast);
    QCOMPARE(server.requests().back().body, std::string(R"({"jobName":"*"})"));
}

void TestEngineV1::jobs_withoutADatabaseMayOverlap()
{
    ScriptedServer server(withoutDatabase);
    OldEngine fixture(server);
    mirror::PageRequest page;
    page.limit = 2;
    QVERIFY(fixture.jobs(page).has_value());
    mirror::PageRequest other = page; // of another filter, in between
    other.query.form = Form::InError;
    QVERIFY(fixture.jobs(other).has_value());
    page.offset = 1;
    const auto second = fixture.jobs(page);
    QVERIFY(second.has_value() && second->isLast);
    QCOMPARE(server.requests().back().header("How-Many"), std::string("1"));
    QCOMPARE(second->rows.size(), std::size_t{2});
    QCOMPARE(second->rows.front().id.value(), std::string("b"));
    QCOMPARE(second->rows.back().id.value(), std::string("c"));
    QVERIFY(fixture.engine->hosts().front().lastError.empty());
}

void TestEngineV1::forms_thatFiltersCanExpress()
{
    ScriptedServer server(
        Script(oldEngine({{"/twsd/plan/current/job/query", reply(200, OneJob)},
                          {"/twsd/plan/current/workstation/query", reply(200, "[]")}})));
    OldEngine fixture(server);
    mirror::PageRequest page;
    page.query.since = *parseInstant("2025-11-13T05:00:00Z");
    const std::map<Form, std::string> filters = {
        {Form::Everything, R"({"jobName":"*"})"},
        {Form::Active,
         R"({"jobName":"*","statusList":["READY","RUNNING","HELD","UNDECIDED","BLOCKED"]})"},
        {Form::InError, R"({"jobName":"*","statusList":["ERROR"]})"},
        {Form::StartedSince,
         R"({"jobName":"*","actualStartTimeRange":{"rangeStart":"2025-11-13T05:00:00.000Z"}})"},
        {Form::EndedSince,
         R"({"jobName":"*","actualEndTimeRange":{"rangeStart":"2025-11-13T05:00:00.000Z"}})"}};
    for (const auto &[form, filter] : filters) {
        page.query.form = form;
        QVERIFY(fixture.jobs(page).has_value());
        QCOMPARE(server.requests().back().body,
                 R"({"filters":{"jobInPlanFilter":)" + filter + "}}");
    }
    const auto asked = server.requests().size();
    for (const Form form : {Form::CanHaveChanged, Form::Ids, Form::Folder}) {
        page.query.form = form;
        QVERIFY(fixture.jobs(page).error().kind == ErrorKind::NotOffered);
    }
    page.query.form = Form::Active;
    const auto stations = await<mirror::Page<domain::Workstation>>(
        [&](auto done) { fixture.engine->fetchWorkstations(page, done); });
    QVERIFY(stations.error().kind == ErrorKind::NotOffered);
    QCOMPARE(server.requests().size(), asked);
}

void TestEngineV1::workstations_areReadWhole()
{
    const std::string foldered =
        R"(,{"id":"w2","workstationInPlanKey":{"name":"/FIN/AGT2"},"linkStatus":"UNLINKED","type":"XA"},
            {"id":"w3","key":{"name":"/AGT3"},"linkStatus":"NOT_APPLICABLE"})";
    ScriptedServer server(Script(oldEngine(
        {{"/twsd/plan/current/workstation/query", reply(200, listOf(Station + foldered))}})));
    OldEngine fixture(server);
    const auto page = await<mirror::Page<domain::Workstation>>(
        [&](auto done) { fixture.engine->fetchWorkstations({}, done); });
    QVERIFY(page.has_value());
    const domain::Workstation &first = page->rows.at(0);
    QCOMPARE(first.name, std::string("AGT_FIN01"));
    QCOMPARE(first.folder, std::string("/"));
    QCOMPARE(first.type, std::string("d_pool"));
    QCOMPARE(first.domain, std::string("MASTERDM"));
    QCOMPARE(first.host, std::string("/MDM01_DWB"));
    QVERIFY(first.linked == true && first.running == true);
    QCOMPARE(first.states, (std::vector<std::string>{"linked", "jobman_up"}));
    QCOMPARE(first.flags, std::vector<std::string>{"auto_link"});
    QVERIFY(first.certificateExpiresAt == parseInstant("2027-01-31T00:00:00Z"));
    QCOMPARE(page->rows.at(1).name, std::string("AGT2"));
    QCOMPARE(page->rows.at(1).folder, std::string("/FIN"));
    QCOMPARE(page->rows.at(1).type, std::string("x_agent"));
    QVERIFY(page->rows.at(1).linked == false && !page->rows.at(1).running);
    QVERIFY(!page->rows.at(2).linked);
}

void TestEngineV1::jobStreams_areReadWhole()
{
    ScriptedServer server(Script(oldEngine(
        {{"/twsd/plan/current/jobstream/query",
          reply(200,
                listOf(R"({"id":"s1","key":{"name":"EOD_GL","startTime":"2025-11-13T05:00:00.000Z",
             "workstationKey":{"name":"AGT_FIN01"},"folderKey":{"name":"/FIN"}},"limit":-1,"priority":10,
             "status":{"commonStatus":"BLOCKED","internalStatus":"STUCK"},"carriedForward":true,"lateJobStream":null,
             "timeInfo":{"estimatedDuration":60000}})"))}})));
    OldEngine fixture(server);
    const auto page = fixture.streams();
    QVERIFY(page.has_value());
    const domain::JobStream &stream = page->rows.at(0);
    QCOMPARE(stream.name, std::string("EOD_GL"));
    QCOMPARE(stream.workstation, std::string("/AGT_FIN01"));
    QCOMPARE(stream.folder, std::string("/FIN"));
    QVERIFY(stream.status == domain::Status::Blocked);
    QCOMPARE(stream.internalStatus, std::string("stuck"));
    QCOMPARE(stream.limit, std::optional<int>(-1));
    QVERIFY(stream.carriedForward == true && !stream.late);
    QVERIFY(stream.estimated == milliseconds(60000));
}

void TestEngineV1::counts_areAskedForByStatus()
{
    ScriptedServer server([](const WireRequest &request) {
        if (request.target == "/twsd/engine/info")
            return reply(200, Info);
        if (request.target.starts_with("/twsd/api/v2/"))
            return reply(404, "{}");
        return reply(202, request.body.find("ERROR") != std::string::npos ? "\"7\"" : "\"1\"");
    });
    OldEngine fixture(server);
    const auto counts = await<std::vector<mirror::FolderCount>>(
        [&](auto done) { fixture.engine->fetchCounts(mirror::CountedKind::Jobs, done); });
    QVERIFY(counts.has_value());
    QCOMPARE(counts->size(), std::size_t{1});
    QCOMPARE(counts->front().folder, std::string());
    QCOMPARE(counts->front().total, 16);
    QCOMPARE(counts->front().byStatus->at(static_cast<std::size_t>(domain::Status::Error)), 7);
    const auto streams = await<std::vector<mirror::FolderCount>>(
        [&](auto done) { fixture.engine->fetchCounts(mirror::CountedKind::JobStreams, done); });
    QVERIFY(streams.error().kind == ErrorKind::NotOffered);
}

void TestEngineV1::planInfo_prefersTheCurrentPlan()
{
    ScriptedServer server(Script(
        oldEngine({{"/twsd/plan/query", reply(200, R"([{"key":{"type":"SYMNEW"},"runNumber":1},
             {"key":{"name":"Symphony","type":"CURRENT"},"runNumber":412,"validFrom":"2025-11-13T00:00:00.000Z",
              "validTo":"2025-11-13T23:59:00.000Z","startOfDay":"0600"}])")}})));
    OldEngine fixture(server);
    const auto info =
        await<mirror::PlanInfo>([&](auto done) { fixture.engine->fetchPlanInfo(done); });
    QVERIFY(info.has_value());
    QCOMPARE(info->runNumber, std::optional<int>(412));
    QCOMPARE(info->startOfDay, std::string("06:00"));
    QVERIFY(info->window.endsAt == parseInstant("2025-11-13T23:59:00Z"));
}

void TestEngineV1::criticalJobs_areReadWhole()
{
    ScriptedServer server(
        Script(oldEngine({{"/twsd/plan/current/criticaljob/query", reply(200, listOf(Job))}})));
    OldEngine fixture(server);
    const auto jobs = await<std::vector<domain::CriticalJob>>(
        [&](auto done) { fixture.engine->fetchCriticalJobs(done); });
    QVERIFY(jobs.has_value());
    const domain::CriticalJob &job = jobs->at(0);
    QCOMPARE(job.jobName, std::string("LOAD_GL"));
    QCOMPARE(job.streamName, std::string("EOD_GL"));
    QCOMPARE(job.workstation, std::string("/AGT_FIN01"));
    QCOMPARE(job.risk, std::string("high"));
    QCOMPARE(job.confidence, std::optional<int>(41));
    QCOMPARE(job.incompletePredecessors, std::optional<int>(2));
    QVERIFY(job.estimatedEndAt == parseInstant("2025-11-13T06:40:00Z"));
}

void TestEngineV1::history_isNewestFirst()
{
    ScriptedServer server(Script(oldEngine(
        {{"/twsd/model/jobhistoryrun/query",
          reply(
              200,
              R"([{"jobName":"LOAD_GL","runDate":"2025-11-11T05:00:00.000Z","status":"SUCCESSFUL","returnCode":0,
               "totalElapsedTime":448000,"jobNumber":1},
             {"jobName":"LOAD_GL","runDate":"2025-11-12T05:00:00.000Z","status":"ABEND","returnCode":8,
               "totalElapsedTime":1000,"rerunType":"RERUN","actualWorkstationName":"AGT_FIN01"},
             {"runDate":"2025-11-10T05:00:00.000Z","status":"ODD"}])")}})));
    OldEngine fixture(server);
    domain::Job job;
    job.name = "LOAD_GL";
    job.workstation = "/AGT_FIN01";
    job.stream.name = "EOD_GL";
    const auto runs = await<std::vector<domain::JobRun>>(
        [&](auto done) { fixture.engine->fetchRunHistory(job, 2, done); });
    QVERIFY(runs.has_value());
    QCOMPARE(runs->size(), std::size_t{2});
    QVERIFY(runs->at(0).status == domain::Status::Error && runs->at(0).isHistory);
    QCOMPARE(runs->at(0).run.rerunType, std::string("rerun"));
    QCOMPARE(runs->at(0).run.workstation, std::string("/AGT_FIN01"));
    QVERIFY(runs->at(0).run.endedAt == parseInstant("2025-11-12T05:00:01Z"));
    QVERIFY(runs->at(1).status == domain::Status::Successful);
    const WireRequest asked = server.requests().back();
    QCOMPARE(asked.header("How-Many"), std::string("500"));
    QCOMPARE(asked.body,
             std::string(R"({"filters":{"jobHistoryRunFilter":{"name":"LOAD_GL",)"
                         R"("workstationName":"AGT_FIN01","jobstreamName":"EOD_GL"}}})"));
}

void TestEngineV1::prompts_fallBackToV1()
{
    ScriptedServer server(
        Script({{"/twsd/engine/info", reply(200, Info)},
                {"/twsd/api/v2/engine/info", reply(200, V2Info)},
                {"/twsd/plan/current/prompt/query",
                 reply(200, R"([{"id":"p1","promptInPlanKey":{"name":"OKGO"},"number":17,
                                      "text":"go?","status":"ASKED","type":"GLOBAL"}])")}}));
    EngineFixture fixture(server);
    QVERIFY(fixture.identity().has_value());
    for (int i = 0; i < 2; ++i) {
        const auto page = await<mirror::Page<domain::Prompt>>(
            [&](auto done) { fixture.engine->fetchPrompts({}, done); });
        QVERIFY(page.has_value());
        QCOMPARE(page->rows.at(0).name, std::string("OKGO"));
    }
    QCOMPARE(server.requests().size(), std::size_t{5}); // v2 refused it once
}

void TestEngineV1::detail_comesFromTheJob()
{
    ScriptedServer server(Script(oldEngine({{"/twsd/plan/current/job/QUdU%3D", reply(200, Job)}})));
    OldEngine fixture(server);
    const auto detail = fixture.detail("QUdU=");
    QVERIFY(detail.has_value());
    QCOMPARE(detail->definition->command, std::string("/opt/load_gl.sh"));
    QCOMPARE(detail->definition->recovery, std::string("stop"));
    QCOMPARE(detail->runs->size(), std::size_t{1});
    QVERIFY(!detail->dependencies); // not told
    QVERIFY(fixture.detail("gone").error().kind == ErrorKind::NotFound);
    const auto runs = await<std::vector<domain::JobRun>>(
        [&](auto done) { fixture.engine->fetchRuns(domain::JobId("QUdU="), done); });
    QCOMPARE(runs->at(0).returnCode, std::optional<int>(8));
    QCOMPARE(runs->at(0).run.id.value(), std::string("QUdU="));
}

void TestEngineV1::log_isReadPageAfterPage()
{
    ScriptedServer server(Script(oldEngine(
        {{"/twsd/plan/current/job/QUdU%3D", reply(200, Job)},
         {"/twsd/plan/current/job/QUdU%3D/joblog?lines=1000&pageNumber=0",
          reply(200, R"({"log":"one\ntwo\n","pageNumber":0,"lastPage":false,"fileId":77})")},
         {"/twsd/plan/current/job/QUdU%3D/joblog?lines=1000&pageNumber=1&fileId=77",
          reply(200, R"({"log":"three\nfour","pageNumber":1,"lastPage":true,"fileId":77})")}})));
    OldEngine fixture(server);
    const auto log = await<domain::JobLog>([&](auto done) {
        fixture.engine->fetchLog(domain::JobId("QUdU="), {{}, 2, 3}, done);
    });
    QVERIFY(log.has_value());
    QCOMPARE(log->lines.size(), std::size_t{2});
    QCOMPARE(log->lines.at(0).number, std::uint64_t{2});
    QCOMPARE(log->lines.at(1).text, std::string("three"));
    QCOMPARE(log->totalLines, std::optional<std::uint64_t>(4));
    QVERIFY(log->isComplete);
}

void TestEngineV1::missing_isRemembered()
{
    ScriptedServer server(Script(oldEngine({})));
    OldEngine fixture(server);
    std::size_t asked = 0;
    for (int i = 0; i < 2; ++i) {
        const auto critical = await<std::vector<domain::CriticalJob>>(
            [&](auto done) { fixture.engine->fetchCriticalJobs(done); });
        QVERIFY(critical.error().kind == ErrorKind::NotOffered);
        const auto history = await<std::vector<domain::JobRun>>(
            [&](auto done) { fixture.engine->fetchRunHistory({}, 5, done); });
        QVERIFY(history.error().kind == ErrorKind::NotOffered);
        const auto counts = await<std::vector<mirror::FolderCount>>(
            [&](auto done) { fixture.engine->fetchCounts(mirror::CountedKind::Jobs, done); });
        QVERIFY(counts.error().kind == ErrorKind::NotOffered);
        const auto lists = await<mirror::Page<domain::JobDependencies>>(
            [&](auto done) { fixture.engine->fetchJobDependencies({}, done); });
        QVERIFY(lists.error().kind == ErrorKind::NotOffered);
        asked = i == 0 ? server.requests().size() : asked;
    }
    QCOMPARE(server.requests().size(), asked);
}

void TestEngineV1::count_data()
{
    QTest::addColumn<std::string>("body");
    QTest::addColumn<int>("expected");
    QTest::newRow("text") << std::string("\"236\"") << 236;
    QTest::newRow("number") << std::string(" 236 \n") << 236;
    QTest::newRow("object") << std::string("{\"count\":3}") << -1;
    QTest::newRow("huge") << std::string("\"99999999999\"") << -1;
    QTest::newRow("empty") << std::string() << -1;
}

void TestEngineV1::count()
{
    QFETCH(std::string, body);
    QFETCH(int, expected);
    QCOMPARE(engine::readV1Count(body).value_or(-1), expected);
}

namespace {

constexpr const char *MetricsText = R"(# TYPE application_wa_DB_connected_boolean gauge
application_wa_DB_connected_boolean 1.0
application_wa_JobsInPlanCount_job{jobstatus="SUCCESSFUL"} 9421.0
application_wa_msgFileFill_percent{file="Mailbox"} 3.0
application_wa_msgFileFill_percent{file="mirrorbox",x="}"} 41.5 1700000000
application_wa_workstation_linked_boolean{workstation="/MDM01_DWB"} 1.0
application_wa_workstation_linked_boolean{workstation="/AGT}\"1"} 0.0
base_cpu_systemLoadAverage 0.5
)";

Result<mirror::EngineMetrics> metricsOf(EngineFixture &fixture)
{
    return await<mirror::EngineMetrics>([&](auto done) { fixture.engine->fetchMetrics(done); });
}

} // namespace

void TestEngineV1::metrics_areRead()
{
    ScriptedServer server(Script({{"/metrics", reply(200, MetricsText, "text/plain")}}));
    EngineFixture fixture(server);
    const auto metrics = metricsOf(fixture);
    QVERIFY(metrics.has_value());
    QVERIFY(metrics->isDatabaseConnected == true);
    QCOMPARE(metrics->fullestMessageFile, std::string("mirrorbox"));
    QVERIFY(metrics->fullestMessageFilePercent == 41.5);
    QVERIFY(metrics->linkedWorkstations == 1 && metrics->unlinkedWorkstations == 1);
}

void TestEngineV1::metrics_surviveGarbage_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("other metrics") << QByteArray("base_x 1\n") << false;
    QTest::newRow("cut") << QByteArray("application_wa_DB_connected_boolean") << false;
    QTest::newRow("open label") << QByteArray("application_wa_x{a=\"b 1\n") << false;
    QTest::newRow("no number") << QByteArray("application_wa_x{a=\"b\"} many\n") << false;
    QTest::newRow("not a number") << QByteArray("application_wa_DB_connected NaN\n") << false;
    QTest::newRow("one good line")
        << QByteArray("\xff\xfe{{{\napplication_wa_DB_connected_boolean 0\r\n}}}") << true;
    QTest::newRow("long line") << "application_wa_" + QByteArray(1 << 20, 'x') + " 1" << false;
    QTest::newRow("only line ends") << QByteArray(1 << 20, '\n') << false;
}

void TestEngineV1::metrics_surviveGarbage()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isRead);
    ScriptedServer server(Script({{"/metrics", reply(200, text.toStdString(), "text/plain")}}));
    EngineFixture fixture(server);
    const auto metrics = metricsOf(fixture);
    QCOMPARE(metrics.has_value(), isRead);
    if (isRead)
        QVERIFY(metrics->isDatabaseConnected == false && !metrics->linkedWorkstations);
    else
        QVERIFY(metrics.error().kind == ErrorKind::Protocol);
}

void TestEngineV1::metrics_thatAreMissingAreRemembered()
{
    for (const int status : {404, 401}) {
        ScriptedServer server([&](const WireRequest &request) {
            return request.target == "/metrics" ? reply(status, "{}") : reply(200, EmptyList);
        });
        EngineFixture fixture(server);
        QVERIFY(metricsOf(fixture).error().kind == ErrorKind::NotOffered);
        QVERIFY(metricsOf(fixture).error().kind == ErrorKind::NotOffered);
        QCOMPARE(server.requests().size(), std::size_t{1});
        QVERIFY(fixture.jobs().has_value()); // the login is fine
    }
}

QTEST_GUILESS_MAIN(TestEngineV1)
#include "tst_EngineV1.moc"
