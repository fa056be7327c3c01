// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/StatementText.h"

#include <QTest>

using namespace resync;
using namespace resync::console;

class tst_StatementText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownCodes_haveOurWordsWithTheArguments()
    {
        QCOMPARE(statementText({"ended_with_return_code", {{"return_code", "8"}}, "agent's text"}),
                 QStringLiteral("It ended with return code 8."));
        QCOMPARE(statementText({"waits_for_file", {}, "agent's text"}),
                 QStringLiteral("It waits for a file."));
    }

    void argumentsThatLookLikePlaces_stayAsTheyAre()
    {
        QCOMPARE(statementText({"ended_with_return_code", {{"return_code", "%1"}}, ""}),
                 QStringLiteral("It ended with return code %1."));
    }

    void unknownCodes_showTheAgentsText()
    {
        QCOMPARE(statementText({"engine_unavailable", {}, "mdm01: connection refused"}),
                 QStringLiteral("mdm01: connection refused"));
        QCOMPARE(statementText({"of_a_newer_agent", {}, "Something new."}),
                 QStringLiteral("Something new."));
    }

    void staleReasons_haveTheirWords()
    {
        QCOMPARE(statementText({"sweep_in_progress", {}, ""}),
                 staleText(domain::StaleReason::SweepInProgress));
    }
};

QTEST_GUILESS_MAIN(tst_StatementText)
#include "tst_StatementText.moc"
