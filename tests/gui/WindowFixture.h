// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/MainWindow.h"
#include "console/pages/common/Session.h"
#include "console/secrets/MemorySecretStore.h"
#include "console/theme/Theme.h"
#include "tests/gui/FakeInvalidator.h"
#include "tests/gui/SampleData.h"

#include <QApplication>
#include <QTemporaryDir>

namespace resync::test {

/// Stands still until a test moves it.
class StoppedClock final : public Clock
{
public:
    [[nodiscard]] Instant now() const override { return at; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override
    {
        return std::chrono::steady_clock::time_point(at.time_since_epoch());
    }
    Instant at = SampleNow;
};

/// A window over a session that the test feeds instead of a client.
struct WindowFixture
{
    WindowFixture()
        : settings(directory.filePath(QStringLiteral("console.ini")))
        , session(clock)
    {}

    void open()
    {
        window = std::make_unique<console::MainWindow>(
            console::MainWindow::Parts{clock, theme, settings, session, secrets, invalidator});
        window->show();
        window->activateWindow();
    }
    void goOnline(int jobs = 400)
    {
        session.setProfile(sampleProfile());
        console::ConnectionState state;
        state.phase = console::ConnectionPhase::Online;
        state.since = SampleNow - std::chrono::hours(1);
        session.showState(state);
        session.showPlan(samplePlan(jobs, asOf));
        session.showHealth(sampleHealth());
        session.showJobs(sampleJobs(jobs, asOf));
        session.showCacheStats(sampleCache(asOf));
        session.showConfig(sampleConfig());
    }
    void lose()
    {
        console::ConnectionState state;
        state.phase = console::ConnectionPhase::Retrying;
        state.trouble = console::ConnectionTrouble::Refused;
        state.since = SampleNow - std::chrono::seconds(8);
        state.nextRetryAt = SampleNow + std::chrono::seconds(4);
        session.showState(state);
    }
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return window->findChild<Widget *>(QString::fromLatin1(name));
    }

    QTemporaryDir directory;
    StoppedClock clock;
    Instant asOf = SampleNow - std::chrono::seconds(12);
    console::Theme theme;
    console::Settings settings;
    console::Session session;
    console::MemorySecretStore secrets;
    FakeInvalidator invalidator;
    std::unique_ptr<console::MainWindow> window;
};

} // namespace resync::test
