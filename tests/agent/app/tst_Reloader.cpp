// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Reloader.h"
#include "tests/agent/app/MetricsText.h"
#include "tests/support/FakeClock.h"

#include <QtTest>

using namespace resync;
using namespace resync::app;
using config::Key;
using Names = std::vector<std::string>;

class tst_Reloader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_environment = {};
        m_events.clear();
    }
    void parts_getTheNewOne();
    void parts_allWaitUntilTheLastHasAgreed();
    void errors_neverReachTheParts();
    void event_saysWhatHappened();
    void metrics_saySo();
    void comparison_changesNothingButTheMetric();

private:
    [[nodiscard]] config::LoadOutcome load() const
    {
        config::LoadRequest request;
        request.environment = m_environment;
        request.workingDirectory = m_folder.path().toStdString();
        request.systemDirectory = request.workingDirectory;
        return config::load(request);
    }
    std::unique_ptr<Reloader> made()
    {
        auto reloader = std::make_unique<Reloader>(
            *load().config, [this] { return load(); }, m_clock);
        reloader->setListener([this](const domain::Event &event) { m_events.push_back(event); });
        return reloader;
    }
    /// A part that notes what it was asked and what it did, and refuses one level.
    static Reloader::Prepare part(Names &seen, std::string refused = {})
    {
        return [&seen, refused = std::move(refused)](
                   const config::Config &next, const std::string &by) -> Result<Reloader::Commit> {
            const std::string level = next.text(Key::LogLevel);
            seen.push_back(by + " asks " + level);
            if (level == refused)
                return fail(ErrorKind::InvalidInput, "not that level");
            return [&seen, level] { seen.push_back("uses " + level); };
        };
    }

    static std::string textOf(const Reloader &reloader)
    {
        return test::metricsText([&](auto &families) { reloader.collect(families); });
    }
    /// Whether the settings that run are said to be those of the sources.
    static bool isInSync(const Reloader &reloader)
    {
        return test::hasLine(textOf(reloader), "resync_config_in_sync 1");
    }

    test::FakeClock m_clock;
    QTemporaryDir m_folder;
    std::map<std::string, std::string> m_environment;
    std::vector<domain::Event> m_events;
};

void tst_Reloader::parts_getTheNewOne()
{
    const auto reloader = made();
    Names first;
    Names second;
    reloader->add(part(first));
    reloader->add(part(second));
    QVERIFY(!reloader->report().lastReload);
    m_environment = {{"LOG_LEVEL", "debug"}, {"WORKERS", "7"}};
    const auto outcome = reloader->reload("ana");
    QVERIFY(outcome.ok);
    QVERIFY(outcome.changed == Names{"LOG_LEVEL"});
    QVERIFY(outcome.restartPending == Names{"WORKERS"});
    QVERIFY((first == Names{"ana asks debug", "uses debug"}));
    QVERIFY(second == first);
    QCOMPARE(reloader->running()->text(Key::LogLevel), std::string("debug"));
    QVERIFY(reloader->report().lastReload->ok);
}

void tst_Reloader::parts_allWaitUntilTheLastHasAgreed()
{
    const auto reloader = made();
    Names first;
    Names second;
    Names third;
    reloader->add(part(first));
    reloader->add(part(second, "debug"));
    reloader->add(part(third));
    m_environment = {{"LOG_LEVEL", "debug"}};
    const auto outcome = reloader->reload("ana");
    QVERIFY(!outcome.ok);
    QVERIFY(outcome.errors == Names{"not that level"});
    QVERIFY(outcome.changed.empty());
    QVERIFY(first == Names{"ana asks debug"});
    QVERIFY(second == Names{"ana asks debug"});
    QVERIFY(third.empty());
    QCOMPARE(reloader->running()->text(Key::LogLevel), std::string("info"));
    QVERIFY(reloader->report().lastReload->errors == Names{"not that level"});
}

void tst_Reloader::errors_neverReachTheParts()
{
    const auto reloader = made();
    Names seen;
    reloader->add(part(seen));
    m_environment = {{"LOG_LEVEL", "debug"}, {"TWS_PORT", "x"}};
    QVERIFY(!reloader->reload("ana").ok);
    QVERIFY(seen.empty());
}

void tst_Reloader::event_saysWhatHappened()
{
    const auto reloader = made();
    m_environment = {{"LOG_LEVEL", "debug"}};
    (void)reloader->reload("ana");
    m_environment = {{"LOG_LEVEL", "loud"}};
    (void)reloader->reload("SIGHUP");
    QCOMPARE(m_events.size(), std::size_t(2));
    QCOMPARE(m_events[0].type, std::string("config.reloaded"));
    QCOMPARE(m_events[0].subject.kind, std::string("config"));
    QCOMPARE(m_events[0].message.code, std::string("config_reloaded"));
    QVERIFY(m_events[0].severity == domain::Severity::Info);
    QCOMPARE(m_events[1].message.code, std::string("config_not_reloaded"));
    QVERIFY(m_events[1].severity == domain::Severity::Error);
}

void tst_Reloader::metrics_saySo()
{
    const auto reloader = made();
    const auto text = [&] { return textOf(*reloader); };
    QVERIFY(text().find("last_reload_successful") == std::string::npos); // there was none
    m_environment = {{"TWS_PORT", "x"}};
    (void)reloader->reload("ana");
    QVERIFY(text().find("resync_config_last_reload_successful 0") != std::string::npos);
    QVERIFY(!isInSync(*reloader));
    m_environment = {{"WORKERS", "7"}};
    (void)reloader->reload("ana");
    QVERIFY(text().find("resync_config_last_reload_successful 1") != std::string::npos);
    QVERIFY(text().find("resync_config_restart_pending 1") != std::string::npos);
    QVERIFY(!isInSync(*reloader)); // a restart would change something
    QVERIFY(text().find("resync_config_reloads_total{outcome=\"failed\"} 1") != std::string::npos);
}

void tst_Reloader::comparison_changesNothingButTheMetric()
{
    const auto reloader = made();
    Names seen;
    reloader->add(part(seen));
    QVERIFY(isInSync(*reloader));
    reloader->compare();
    QVERIFY(isInSync(*reloader));
    for (const auto &[name, value] :
         {std::pair("LOG_LEVEL", "debug"), std::pair("WORKERS", "7"), std::pair("TWS_PORT", "x")}) {
        m_environment = {{name, value}};
        reloader->compare();
        QVERIFY2(!isInSync(*reloader), name);
        m_environment = {};
        reloader->compare();
        QVERIFY2(isInSync(*reloader), name);
    }
    QVERIFY(seen.empty());
    QVERIFY(!reloader->report().lastReload);
    QCOMPARE(reloader->running()->text(Key::LogLevel), std::string("info"));
}

QTEST_APPLESS_MAIN(tst_Reloader)
#include "tst_Reloader.moc"
