// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/health/EngineDetails.h"

#include <QTest>

#include <string>

using namespace resync;
using namespace resync::health;
using domain::HealthComponent;
using domain::HealthStatus;

namespace {

HealthComponent component(HealthStatus status = HealthStatus::Ok)
{
    HealthComponent engine;
    engine.status = status;
    return engine;
}

std::string detail(const HealthComponent &engine, const std::string &name)
{
    for (const auto &[key, value] : engine.details)
        if (key == name)
            return value;
    return "-";
}

} // namespace

class tst_EngineDetails : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hosts_tellWhichIsInUse()
    {
        HealthComponent engine = component();
        addHosts(engine, {{"mdm01:31116", false, std::nullopt, "connection refused"},
                          {"bmdm01:31116", true, Instant(), {}}});
        QCOMPARE(detail(engine, "hosts"),
                 std::string("mdm01:31116 connection refused; bmdm01:31116 in use"));
        QVERIFY(engine.status == HealthStatus::Ok);
        HealthComponent none = component();
        addHosts(none, {});
        QVERIFY(none.details.empty());
    }

    void metrics_ofAWellEngine()
    {
        HealthComponent engine = component();
        addEngineMetrics(engine, {true, "mirrorbox", 3.4, 19, 1});
        QCOMPARE(detail(engine, "plan_database"), std::string("connected"));
        QCOMPARE(detail(engine, "fullest_message_file"), std::string("mirrorbox 3 %"));
        QCOMPARE(detail(engine, "linked_workstations"), std::string("19"));
        QCOMPARE(detail(engine, "unlinked_workstations"), std::string("1"));
        QVERIFY(engine.status == HealthStatus::Ok && !engine.message);
    }

    void metrics_thatAreUnknownSayNothing()
    {
        HealthComponent engine = component();
        addEngineMetrics(engine, {});
        QVERIFY(engine == component());
    }

    void metrics_ofALaggingEngineDegradeIt()
    {
        HealthComponent engine = component();
        addEngineMetrics(engine, {std::nullopt, "mirrorbox", 92.6, std::nullopt, std::nullopt});
        QVERIFY(engine.status == HealthStatus::Degraded);
        QCOMPARE(engine.message->code, std::string("engine_message_file_full"));
        QVERIFY(engine.message->text.find("mirrorbox is 93 % full") != std::string::npos);

        engine = component();
        addEngineMetrics(engine, {false, "mirrorbox", 99, std::nullopt, std::nullopt});
        QVERIFY(engine.status == HealthStatus::Degraded);
        QCOMPARE(engine.message->code, std::string("engine_database_disconnected"));
    }

    void metrics_keepWhatIsWorse()
    {
        HealthComponent engine = component(HealthStatus::Down);
        engine.message = {"engine_timeout", {}, "no answer"};
        addEngineMetrics(engine, {false, {}, std::nullopt, std::nullopt, std::nullopt});
        QVERIFY(engine.status == HealthStatus::Down);
        QCOMPARE(engine.message->code, std::string("engine_timeout"));
    }
};

QTEST_GUILESS_MAIN(tst_EngineDetails)
#include "tst_EngineDetails.moc"
