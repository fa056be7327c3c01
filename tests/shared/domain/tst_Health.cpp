// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Health.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync::domain;
using namespace resync::test;

namespace {

HealthComponent component(bool configured, bool required, HealthStatus status)
{
    HealthComponent made;
    made.name = "engine";
    made.configured = configured;
    made.required = required;
    made.status = status;
    return made;
}

constexpr bool Configured = true;
constexpr bool Required = true;
constexpr bool Optional = false;

} // namespace

Q_DECLARE_METATYPE(resync::domain::HealthStatus)
Q_DECLARE_METATYPE(std::vector<resync::domain::HealthComponent>)

class TestHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void overallStatus_data()
    {
        using Components = std::vector<HealthComponent>;
        QTest::addColumn<Components>("components");
        QTest::addColumn<HealthStatus>("expected");
        const auto ok = component(Configured, Required, HealthStatus::Ok);
        const auto row = [&](const char *name, HealthComponent other, HealthStatus expected) {
            QTest::newRow(name) << Components{ok, std::move(other)} << expected;
        };
        QTest::newRow("nothing to judge") << Components{} << HealthStatus::Ok;
        row("all well", ok, HealthStatus::Ok);
        row("not configured does not count", component(false, Required, HealthStatus::Unknown),
            HealthStatus::Ok);
        row("a required one down", component(Configured, Required, HealthStatus::Down),
            HealthStatus::Down);
        row("a required one degraded", component(Configured, Required, HealthStatus::Degraded),
            HealthStatus::Degraded);
        row("a required one not known yet", component(Configured, Required, HealthStatus::Unknown),
            HealthStatus::Degraded);
        row("an optional one down", component(Configured, Optional, HealthStatus::Down),
            HealthStatus::Degraded);
        row("an optional one not used", component(Configured, Optional, HealthStatus::Unknown),
            HealthStatus::Ok);
    }
    void overallStatus()
    {
        QFETCH(std::vector<HealthComponent>, components);
        QFETCH(HealthStatus, expected);
        QCOMPARE(bytes(toString(resync::domain::overallStatus(components))),
                 bytes(toString(expected)));
    }

    void theWorstWins_whateverTheOrder()
    {
        const auto down = component(Configured, Required, HealthStatus::Down);
        const auto degraded = component(Configured, Optional, HealthStatus::Degraded);
        QVERIFY(resync::domain::overallStatus({down, degraded}) == HealthStatus::Down);
        QVERIFY(resync::domain::overallStatus({degraded, down}) == HealthStatus::Down);
    }

    void withoutDetails_hidesWhatCanNameAHost()
    {
        auto engine = component(Configured, Required, HealthStatus::Down);
        engine.message = Statement{"refused", {{"host", "mdm01"}}, "mdm01 refused the connection"};
        engine.latencyMs = 12;
        engine.details = {{"host", "mdm01"}};
        const Health shown = withoutDetails({HealthStatus::Down, false, {engine}});
        const auto &part = shown.components.front();
        QVERIFY(!part.message && !part.latencyMs && part.details.empty());
        QVERIFY(part.status == HealthStatus::Down);
        QVERIFY(part.configured && part.required);
    }

    void words_roundTrip()
    {
        for (const auto status :
             {HealthStatus::Ok, HealthStatus::Degraded, HealthStatus::Down, HealthStatus::Unknown})
            QVERIFY(healthStatusFromWord(toString(status)) == status);
        QVERIFY(!healthStatusFromWord("fine"));
    }
};

QTEST_APPLESS_MAIN(TestHealth)
#include "tst_Health.moc"
