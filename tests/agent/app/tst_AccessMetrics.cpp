// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/AccessMetrics.h"
#include "tests/agent/app/MetricsText.h"

#include <QtTest>

using namespace resync;
using namespace resync::app;
using access::Refusal;
using test::hasLine;

namespace {

std::string textOf(const access::AccessFigures &figures)
{
    return test::metricsText([&](auto &families) { collectAccess(figures, families); });
}

} // namespace

class tst_AccessMetrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReason_isThereFromTheStart()
    {
        const auto shown = textOf({});
        for (const auto reason : access::AllRefusals)
            QVERIFY(hasLine(shown, "resync_access_refusals_total{reason=\"" +
                                       std::string(toString(reason)) + "\"} 0"));
    }

    void refusals_areCountedByReason()
    {
        access::AccessFigures figures;
        figures.refusals.at(static_cast<std::size_t>(Refusal::LockedOut)) = 3;
        figures.refusals.at(static_cast<std::size_t>(Refusal::RateLimited)) = 5;
        const auto shown = textOf(figures);
        QVERIFY(hasLine(shown, "resync_access_refusals_total{reason=\"locked_out\"} 3"));
        QVERIFY(hasLine(shown, "resync_access_refusals_total{reason=\"rate_limited\"} 5"));
        QVERIFY(hasLine(shown, "resync_access_refusals_total{reason=\"wrong_password\"} 0"));
    }

    void figures_haveSeriesOfTheirOwn()
    {
        access::AccessFigures figures;
        figures.lockouts = 1;
        figures.logins = 2;
        figures.renewals = 3;
        figures.remembered = 4;
        figures.checks = 5;
        figures.checksInHand = 6;
        figures.apiTokens = 7;
        const auto shown = textOf(figures);
        for (const char *line :
             {"resync_access_lockouts_total 1", "resync_access_sessions_total 2",
              "resync_access_session_renewals_total 3", "resync_access_remembered_total 4",
              "resync_access_password_checks_total 5", "resync_access_password_queue 6",
              "resync_access_api_tokens 7"})
            QVERIFY2(hasLine(shown, line), line);
    }
};

QTEST_APPLESS_MAIN(tst_AccessMetrics)
#include "tst_AccessMetrics.moc"
