// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Simulator.h"
#include "tests/agent/engine/EngineFixture.h"

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>

using namespace resync;
using namespace resync::test;
using Form = mirror::RowQuery::Form;

namespace {

constexpr std::uint32_t Jobs = 900;

/// An engine that stands still, and a door to it that knows which APIs it has.
struct Site
{
    SystemClock clock;
    std::unique_ptr<simulator::Simulator> engine;
    std::unique_ptr<EngineFixture> fixture;
    Result<domain::EngineIdentity> identity = domain::EngineIdentity();

    explicit Site(bool hasV1, bool hasV2)
    {
        simulator::SimulatorSettings settings;
        settings.port = 0;
        settings.controlPort = 0;
        settings.size = {Jobs, 20, 11};
        settings.timing.speed = 0;
        settings.api.password = "secret-word";
        settings.api.hasV1 = hasV1;
        settings.api.hasV2 = hasV2;
        engine = std::make_unique<simulator::Simulator>(settings, clock);
        if (const auto started = engine->start(); !started)
            qFatal("%s", started.error().message.c_str());
        engine->plan().freeze();
        auto login = plainSettings({{"127.0.0.1", engine->port()}});
        login.user = settings.api.user;
        fixture = std::make_unique<EngineFixture>(login);
        identity = fixture->identity();
    }

    template<typename T, typename Fetch, typename... Args>
    Result<T> ask(Fetch fetch, const Args &...args)
    {
        return EngineFixture::await<T>([&](Callback<T> done) {
            std::invoke(fetch, *fixture->engine, args..., std::move(done));
        });
    }

    /// All rows of a query, page after page, each beginning with the last row of the one before.
    template<typename Row>
    std::vector<Row> all(void (engine::EngineDoor::*fetch)(mirror::PageRequest,
                                                           Callback<mirror::Page<Row>>),
                         Form form = Form::Everything, std::size_t limit = 170)
    {
        std::vector<Row> rows;
        mirror::PageRequest page;
        page.limit = limit;
        page.query.form = form;
        for (bool isLast = false; !isLast; page.offset = rows.size() - 1) {
            auto answer = ask<mirror::Page<Row>>(fetch, page);
            if (!answer) {
                qWarning("%s", answer.error().message.c_str());
                return {};
            }
            isLast = answer->isLast || answer->rows.empty();
            if (!rows.empty() && !answer->rows.empty())
                rows.pop_back(); // comes again
            std::move(answer->rows.begin(), answer->rows.end(), std::back_inserter(rows));
            if (rows.empty())
                break;
        }
        return rows;
    }
};

using Door = engine::EngineDoor;

/// What both APIs tell of a job. Ids are not among it: each API has its own.
std::string described(const domain::Job &job)
{
    std::string text = domain::jobRef(job) + ' ' + std::string(toString(job.status)) + ' ' +
                       job.internalStatus + " p" + std::to_string(job.priority.value_or(-1)) +
                       " rc" + std::to_string(job.returnCode.value_or(-1)) + " d" +
                       std::to_string(job.dependencies.total.value_or(-1)) + '/' +
                       std::to_string(job.dependencies.unresolved.value_or(-1)) + " at " +
                       job.workstation;
    for (const auto &at : {job.deadlineAt, job.startAt, job.criticalStartAt})
        text += ' ' + (at ? formatInstant(*at) : std::string("-"));
    text += std::string(job.flags.has(domain::JobFlag::Critical) ? " critical" : "") +
            (job.flags.has(domain::JobFlag::Late) ? " late" : "");
    if (job.run && !job.run->id.isEmpty())
        text += " run " + std::to_string(job.run->number.value_or(-1)) + ' ' +
                (job.run->startedAt ? formatInstant(*job.run->startedAt) : "-") + ' ' +
                (job.run->endedAt ? formatInstant(*job.run->endedAt) : "-") + ' ' +
                job.run->workstation + ' ' +
                std::to_string(job.run->elapsed.value_or(milliseconds(-1)).count());
    return text;
}

std::string described(const domain::JobStream &stream)
{
    return stream.workstation + '#' + stream.folder + '/' + stream.name + ' ' +
           (stream.scheduledAt ? formatInstant(*stream.scheduledAt) : "-") + ' ' +
           std::string(toString(stream.status)) + ' ' + stream.internalStatus + " l" +
           std::to_string(stream.limit.value_or(-99)) + " p" +
           std::to_string(stream.priority.value_or(-1));
}

std::string described(const domain::Workstation &station)
{
    return station.name + ' ' + station.type + " l" + std::to_string(station.limit.value_or(-1)) +
           " f" + std::to_string(station.fence.value_or(-1)) +
           (station.linked.value_or(false) ? " linked" : " -");
}

template<typename Row>
std::multiset<std::string> descriptions(const std::vector<Row> &rows)
{
    std::multiset<std::string> out;
    for (const Row &row : rows)
        out.insert(described(row));
    return out;
}

/// The first description that only one of them has.
std::string difference(const std::multiset<std::string> &a, const std::multiset<std::string> &b)
{
    for (const auto &text : a)
        if (!b.contains(text))
            return "only the first: " + text;
    for (const auto &text : b)
        if (!a.contains(text))
            return "only the second: " + text;
    return {};
}

std::map<std::string, std::size_t> dependenciesByRef(
    const std::vector<domain::Job> &jobs, const std::vector<domain::JobDependencies> &rows)
{
    std::map<std::string, std::string> refs;
    for (const domain::Job &job : jobs)
        refs[job.id.value()] = domain::jobRef(job);
    std::map<std::string, std::size_t> counts;
    for (const domain::JobDependencies &row : rows)
        counts[refs[row.job.value()]] = row.list.size();
    return counts;
}

} // namespace

/// An engine with API v1 alone, one with v2 alone and one with both show the same plan.
class TestEngineSimulator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void identity_tellsWhichApisThereAre();
    void lists_areTheSameOverBothApis();
    void forms_areTheSameOverBothApis();
    void counts_areTheSameOverBothApis();
    void dependencies_areTheSameOverBothApis();
    void details_areReadOverV1();
    void planInfo_comesFromV1();
    void missingOnV2Alone_isNotOffered();
    void metrics_areReadOfAnyEngine();
    void faults_areSurvived_data();
    void faults_areSurvived();

private:
    std::unique_ptr<Site> m_v1;
    std::unique_ptr<Site> m_v2;
    std::unique_ptr<Site> m_both;
};

void TestEngineSimulator::initTestCase()
{
    m_v1 = std::make_unique<Site>(true, false);
    m_v2 = std::make_unique<Site>(false, true);
    m_both = std::make_unique<Site>(true, true);
}

void TestEngineSimulator::identity_tellsWhichApisThereAre()
{
    using Apis = std::vector<std::string>;
    for (const auto &[site, apis] : {std::pair(m_v1.get(), Apis{"v1"}),
                                     {m_v2.get(), Apis{"v2"}},
                                     {m_both.get(), Apis{"v2", "v1"}}}) {
        QVERIFY2(site->identity.has_value(),
                 site->identity ? "" : site->identity.error().message.c_str());
        QCOMPARE(site->identity->apis, apis);
        QVERIFY(site->identity->isDemo);
        QCOMPARE(site->identity->isActiveMaster.has_value(), site != m_v2.get());
    }
    QVERIFY(m_v1->identity->isActiveMaster == true);
}

void TestEngineSimulator::lists_areTheSameOverBothApis()
{
    const auto jobs = m_v1->all(&Door::fetchJobs);
    QCOMPARE(jobs.size(), std::size_t{Jobs});
    QVERIFY(!jobs.front().planId.isEmpty());
    const auto others = m_v2->all(&Door::fetchJobs);
    QCOMPARE(others.size(), std::size_t{Jobs});
    QCOMPARE(difference(descriptions(jobs), descriptions(others)), std::string());
    QCOMPARE(difference(descriptions(m_v1->all(&Door::fetchJobStreams)),
                        descriptions(m_v2->all(&Door::fetchJobStreams))),
             std::string());
    QCOMPARE(difference(descriptions(m_v1->all(&Door::fetchWorkstations, Form::Everything, 7)),
                        descriptions(m_v2->all(&Door::fetchWorkstations, Form::Everything, 7))),
             std::string());
    const auto resources = m_v1->all(&Door::fetchResources);
    QCOMPARE(resources.size(), m_v2->all(&Door::fetchResources).size());
    QVERIFY(!resources.empty() && resources.front().quantity && resources.front().available);
    const auto prompts = m_v1->all(&Door::fetchPrompts);
    QVERIFY(!prompts.empty() && prompts.front().number && !prompts.front().status.empty());
    QCOMPARE(prompts.size(), m_both->all(&Door::fetchPrompts).size());
}

void TestEngineSimulator::forms_areTheSameOverBothApis()
{
    for (const Form form : {Form::Active, Form::InError})
        QCOMPARE(difference(descriptions(m_v1->all(&Door::fetchJobs, form)),
                            descriptions(m_v2->all(&Door::fetchJobs, form))),
                 std::string());
    QVERIFY(!m_v1->all(&Door::fetchJobs, Form::InError).empty());
    mirror::PageRequest page;
    page.query.form = Form::CanHaveChanged;
    QVERIFY(m_v1->fixture->jobs(page).error().kind == ErrorKind::NotOffered);
    QVERIFY(m_v2->fixture->jobs(page).has_value());
}

void TestEngineSimulator::counts_areTheSameOverBothApis()
{
    using Counts = std::vector<mirror::FolderCount>;
    const auto whole = m_v1->ask<Counts>(&Door::fetchCounts, mirror::CountedKind::Jobs);
    QVERIFY2(whole.has_value(), whole ? "" : whole.error().message.c_str());
    QCOMPARE(whole->size(), std::size_t{1});
    const auto folders = m_v2->ask<Counts>(&Door::fetchCounts, mirror::CountedKind::Jobs);
    QVERIFY(folders.has_value() && folders->size() > 1);
    mirror::FolderCount sum;
    sum.byStatus.emplace();
    for (const mirror::FolderCount &folder : *folders) {
        sum.total += folder.total;
        for (std::size_t i = 0; folder.byStatus && i < sum.byStatus->size(); ++i)
            sum.byStatus->at(i) += folder.byStatus->at(i);
    }
    QCOMPARE(sum.total, int(Jobs));
    QCOMPARE(whole->front().total, sum.total);
    QVERIFY(whole->front().byStatus == sum.byStatus);
    const auto streams = m_v1->ask<Counts>(&Door::fetchCounts, mirror::CountedKind::JobStreams);
    QVERIFY(streams.error().kind == ErrorKind::NotOffered);
}

void TestEngineSimulator::dependencies_areTheSameOverBothApis()
{
    const auto ofV1 =
        dependenciesByRef(m_v1->all(&Door::fetchJobs), m_v1->all(&Door::fetchJobDependencies));
    const auto ofV2 =
        dependenciesByRef(m_v2->all(&Door::fetchJobs), m_v2->all(&Door::fetchJobDependencies));
    QCOMPARE(ofV1.size(), std::size_t{Jobs});
    for (const auto &[ref, count] : ofV1)
        QVERIFY2(ofV2.contains(ref) && ofV2.at(ref) == count, ref.c_str());
    QCOMPARE(m_v1->all(&Door::fetchStreamDependencies).size(),
             m_v2->all(&Door::fetchStreamDependencies).size());
}

void TestEngineSimulator::details_areReadOverV1()
{
    const auto failed = m_v1->all(&Door::fetchJobs, Form::InError);
    QVERIFY(!failed.empty());
    const domain::Job &job = failed.front();
    const auto detail = m_v1->ask<domain::JobDetail>(&Door::fetchJobDetail, job.id);
    QVERIFY2(detail.has_value(), detail ? "" : detail.error().message.c_str());
    QVERIFY(detail->definition && !detail->definition->command.empty());
    QVERIFY(detail->dependencies.has_value());
    QCOMPARE(static_cast<int>(detail->dependencies->size()), job.dependencies.total.value_or(-1));
    const auto runs = m_v1->ask<std::vector<domain::JobRun>>(&Door::fetchRuns, job.id);
    QVERIFY(runs.has_value() && runs->size() == 1);
    const auto log = m_v1->ask<domain::JobLog>(&Door::fetchLog, job.id, domain::LogRange());
    QVERIFY2(log.has_value(), log ? "" : log.error().message.c_str());
    QVERIFY(log->isComplete && log->totalLines && log->lines.size() == *log->totalLines);
    const auto history =
        m_v1->ask<std::vector<domain::JobRun>>(&Door::fetchRunHistory, job, std::size_t{5});
    QVERIFY2(history.has_value(), history ? "" : history.error().message.c_str());
    QCOMPARE(history->size(), std::size_t{5});
    QVERIFY(history->front().run.startedAt > history->back().run.startedAt);
}

void TestEngineSimulator::planInfo_comesFromV1()
{
    for (Site *site : {m_v1.get(), m_both.get()}) {
        const auto info = site->ask<mirror::PlanInfo>(&Door::fetchPlanInfo);
        QVERIFY2(info.has_value(), info ? "" : info.error().message.c_str());
        QVERIFY(info->runNumber && info->window.startsAt && info->window.endsAt);
        QVERIFY(!info->startOfDay.empty());
        const auto critical = site->ask<std::vector<domain::CriticalJob>>(&Door::fetchCriticalJobs);
        QVERIFY(critical.has_value() && !critical->empty());
        QVERIFY(!critical->front().risk.empty() && critical->front().estimatedEndAt);
    }
}

void TestEngineSimulator::missingOnV2Alone_isNotOffered()
{
    const auto info = m_v2->ask<mirror::PlanInfo>(&Door::fetchPlanInfo);
    QVERIFY(info.error().kind == ErrorKind::NotOffered);
    QVERIFY(m_v2->ask<std::vector<domain::CriticalJob>>(&Door::fetchCriticalJobs).error().kind ==
            ErrorKind::NotOffered);
    const auto before = m_v2->fixture->engine->callCounts().total;
    static_cast<void>(m_v2->ask<mirror::PlanInfo>(&Door::fetchPlanInfo));
    QCOMPARE(m_v2->fixture->engine->callCounts().total, before);
}

void TestEngineSimulator::metrics_areReadOfAnyEngine()
{
    for (Site *site : {m_v1.get(), m_v2.get(), m_both.get()}) {
        const auto metrics = site->ask<mirror::EngineMetrics>(&Door::fetchMetrics);
        QVERIFY2(metrics.has_value(), metrics ? "" : metrics.error().message.c_str());
        QVERIFY(metrics->isDatabaseConnected == true);
        QVERIFY(!metrics->fullestMessageFile.empty() && metrics->fullestMessageFilePercent);
        QCOMPARE(metrics->linkedWorkstations.value_or(0) +
                     metrics->unlinkedWorkstations.value_or(0),
                 20);
    }
}

void TestEngineSimulator::faults_areSurvived_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<bool>("isRead");
    QTest::newRow("HTML") << QByteArray("html") << false;
    QTest::newRow("garbage") << QByteArray("garbage") << false;
    QTest::newRow("half a body") << QByteArray("half_body") << true; // the second try gets it
    QTest::newRow("unknown words") << QByteArray("unknown_words") << true;
    QTest::newRow("huge field") << QByteArray("huge_field") << true;
    QTest::newRow("empty plan") << QByteArray("empty_plan") << true;
    QTest::newRow("503") << QByteArray("http_503") << false;
}

void TestEngineSimulator::faults_areSurvived()
{
    QFETCH(QByteArray, fault);
    QFETCH(bool, isRead);
    for (Site *site : {m_v1.get(), m_v2.get()}) {
        site->fixture->engine->forgetCapabilities();
        QVERIFY(site->fixture->identity().has_value());
        const auto kind = simulator::faultKindFromWord(fault.toStdString());
        QVERIFY(kind.has_value());
        site->engine->faults().add({{}, *kind, {}, 1U});
        const auto spoilt = site->fixture->jobs();
        QVERIFY2(spoilt.has_value() == isRead, spoilt ? "read" : spoilt.error().message.c_str());
        site->engine->faults().clear();
        const auto good = site->fixture->jobs();
        QVERIFY2(good.has_value(), good ? "" : good.error().message.c_str());
        QCOMPARE(good->rows.size(), std::size_t{Jobs});
    }
}

QTEST_GUILESS_MAIN(TestEngineSimulator)
#include "tst_EngineSimulator.moc"
