// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/health/HealthService.h"

#include "tests/support/FakeEngine.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace resync;
using domain::HealthStatus;
using namespace std::chrono_literals;

namespace {

const domain::HealthComponent &component(const domain::Health &health, const std::string &name)
{
    return *std::find_if(health.components.begin(), health.components.end(),
                         [&](const auto &candidate) { return candidate.name == name; });
}

struct Bench
{
    ~Bench()
    {
        mirror.stop();
        thread.stop();
    }

    QTemporaryDir folder;
    SystemClock clock;
    mirror::PlanThread thread;
    test::FakeEngine engine{thread};
    mirror::Mirror mirror{engine, thread, clock, {20ms, 100, 600}};
    health::HealthService service{
        &mirror, clock, {folder.path().toStdString() + "/made/later", {"redis"}}};
};

} // namespace

class tst_HealthService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutEngine_allIsWell()
    {
        const SystemClock clock;
        const health::HealthService service(nullptr, clock, {"/", {}});
        const auto health = service.health();
        QVERIFY(health.status == HealthStatus::Ok);
        QVERIFY(health.ready);
        QVERIFY(!component(health, "engine").configured);
        QVERIFY(component(health, "engine").status == HealthStatus::Unknown);
    }

    void beforeTheFirstAnswer_nothingIsKnown()
    {
        const Bench bench;
        const auto health = bench.service.health();
        QVERIFY(component(health, "engine").status == HealthStatus::Unknown);
        QVERIFY(component(health, "plan").status == HealthStatus::Unknown);
        QVERIFY(!health.ready);
        QVERIFY(health.status == HealthStatus::Degraded);
    }

    void loadedPlan_isOk()
    {
        Bench bench;
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);
        QTRY_VERIFY(bench.service.health().status == HealthStatus::Ok);
        const auto health = bench.service.health();
        QVERIFY(health.ready);
        QVERIFY(component(health, "engine").latencyMs.has_value());
        QVERIFY(component(health, "engine").since.has_value());
    }

    void failingEngine_isDownAndSaysWhy()
    {
        Bench bench;
        bench.engine.setError(Error{ErrorKind::Unavailable, "engine_unavailable", "refused"});
        bench.mirror.start();
        QTRY_VERIFY(bench.service.health().status == HealthStatus::Down);
        const auto engine = component(bench.service.health(), "engine");
        QCOMPARE(engine.message->code, std::string("engine_unavailable"));
        QVERIFY(component(bench.service.health(), "plan").status == HealthStatus::Down);
    }

    void stalePlan_isDegraded()
    {
        Bench bench;
        bench.mirror.start();
        QTRY_VERIFY(bench.mirror.snapshot() != nullptr);
        bench.engine.setError(Error{ErrorKind::Timeout, "engine_timeout", "slow"});
        QTRY_VERIFY(component(bench.service.health(), "plan").status == HealthStatus::Degraded);
        QVERIFY(bench.service.health().ready); // it still answers from the snapshot
    }

    void configuredButUnused_saysSoAndHarmsNothing()
    {
        const Bench bench;
        const auto redis = component(bench.service.health(), "redis");
        QVERIFY(redis.configured && !redis.required);
        QVERIFY(redis.status == HealthStatus::Unknown);
        QCOMPARE(redis.message->code, std::string("not_used_yet"));
        QVERIFY(!component(bench.service.health(), "llm").configured);
    }

    void disk_isThatOfTheNearestFolder()
    {
        const Bench bench;
        const auto disk = component(bench.service.health(), "disk");
        QVERIFY(disk.status != HealthStatus::Unknown);
        QCOMPARE(disk.details.at(0).first, std::string("free_bytes"));
    }
};

QTEST_GUILESS_MAIN(tst_HealthService)
#include "tst_HealthService.moc"
