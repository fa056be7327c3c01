// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/health/HealthWatch.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace resync;
using domain::HealthStatus;
using Words = std::vector<std::string>;

namespace {

domain::HealthComponent component(const char *name, HealthStatus status)
{
    domain::HealthComponent made;
    made.name = name;
    made.configured = true;
    made.required = true;
    made.status = status;
    return made;
}

domain::Health healthOf(std::vector<domain::HealthComponent> components)
{
    domain::Health made;
    made.components = std::move(components);
    made.status = domain::overallStatus(made.components);
    return made;
}

/// "engine ok>down" for each event.
Words wordsOf(const std::vector<domain::Event> &events)
{
    Words words;
    for (const auto &event : events)
        words.push_back(event.subject.name + ' ' + event.before + '>' + event.after);
    return words;
}

} // namespace

class tst_HealthWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void look_tellsChangesOnce()
    {
        health::HealthWatch watch;
        const auto look = [&](HealthStatus engine, HealthStatus plan) {
            return wordsOf(watch.look(
                healthOf({component("engine", engine), component("plan", plan)}), m_clock.now()));
        };
        const auto ok = HealthStatus::Ok;
        QVERIFY(look(HealthStatus::Unknown, HealthStatus::Unknown).empty()); // the first
        QVERIFY(
            (look(ok, ok) == Words{"engine unknown>ok", "plan unknown>ok", "overall degraded>ok"}));
        QVERIFY(look(ok, ok).empty());
        QVERIFY((look(HealthStatus::Down, ok) == Words{"engine ok>down", "overall ok>down"}));
        QVERIFY((look(HealthStatus::Down, HealthStatus::Degraded) == Words{"plan ok>degraded"}));
        QVERIFY(look(HealthStatus::Down, HealthStatus::Degraded).empty());
    }

    void look_takesAnAbsentComponentForWell()
    {
        health::HealthWatch watch;
        const auto well = healthOf({component("engine", HealthStatus::Ok)});
        auto access = component("access", HealthStatus::Degraded);
        access.required = false;
        const auto warned = healthOf({component("engine", HealthStatus::Ok), access});
        QVERIFY(watch.look(well, m_clock.now()).empty());
        QVERIFY((wordsOf(watch.look(warned, m_clock.now())) ==
                 Words{"access ok>degraded", "overall ok>degraded"}));
        QVERIFY((wordsOf(watch.look(well, m_clock.now())) ==
                 Words{"access degraded>ok", "overall degraded>ok"}));
    }

    void event_hasTheFieldsOfTheContract()
    {
        health::HealthWatch watch;
        auto engine = component("engine", HealthStatus::Ok);
        (void)watch.look(healthOf({engine}), m_clock.now());
        engine.latencyMs = 12; // no change of state
        QVERIFY(watch.look(healthOf({engine}), m_clock.now()).empty());
        engine.status = HealthStatus::Down;
        engine.message = {"engine_unavailable", {}, "The engine does not answer."};
        const auto events = watch.look(healthOf({engine}), m_clock.now());
        const auto &event = events.at(0);
        QCOMPARE(event.type, std::string("health.changed"));
        QVERIFY((event.subject == domain::Subject{"component", "engine", "", "engine"}));
        QVERIFY(event.severity == domain::Severity::Error);
        QVERIFY(event.at == m_clock.now() && event.observedAt == m_clock.now());
        QCOMPARE(event.message.code, std::string("engine_unavailable"));
        QCOMPARE(event.source, std::string("agent"));
        QCOMPARE(events.at(1).message.code, std::string("health_changed"));
        QCOMPARE(events.at(1).message.text, std::string("Health went from ok to down."));
    }

private:
    test::FakeClock m_clock;
};

QTEST_APPLESS_MAIN(tst_HealthWatch)
#include "tst_HealthWatch.moc"
