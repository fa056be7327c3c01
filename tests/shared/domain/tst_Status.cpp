// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Status.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync::domain;
using namespace resync::test;

Q_DECLARE_METATYPE(resync::domain::Status)

class TestStatus : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commonWords_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<Status>("expected");
        const auto row = [](const char *word, Status expected) {
            QTest::newRow(word) << QByteArray(word) << expected;
        };
        row("WAITING", Status::Waiting);
        row("READY", Status::Ready);
        row("RUNNING", Status::Running);
        row("SUCCESSFUL", Status::Successful);
        row("SUCCEED", Status::Successful);
        row("ERROR", Status::Error);
        row("CANCELED", Status::Canceled);
        row("HELD", Status::Held);
        row("UNDECIDED", Status::Undecided);
        row("BLOCKED", Status::Blocked);
        row("SUPPRESS", Status::Suppress);
        row("WAITING_FOR_TRIGGER", Status::Waiting);
        row("READY_PREV_WS_NONREP", Status::Ready);
        row("COMPLETED", Status::Successful);
        row("DUMMY_COMPLETED", Status::Successful);
        row("SUPPRESS_BY_COND", Status::Suppress);
        row("INTERRUPTED", Status::Error);
        row("running", Status::Running);
        row("", Status::Undecided);
        row("SOMETHING_NEW", Status::Undecided);
    }
    void commonWords()
    {
        QFETCH(QByteArray, word);
        QFETCH(Status, expected);
        QCOMPARE(bytes(toString(statusFromEngine(view(word)))), bytes(toString(expected)));
    }

    void internalWords_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QByteArray>("spelling"); // v2, lower case; empty: unknown
        QTest::addColumn<Status>("expected");
        const auto row = [](const char *word, const char *spelling, Status expected) {
            QTest::newRow(word) << QByteArray(word) << QByteArray(spelling) << expected;
        };
        row("ADD", "add", Status::Waiting);
        row("HOLD", "hold", Status::Waiting);
        row("WAIT", "wait", Status::Waiting);
        row("WAITD", "wait", Status::Waiting);
        row("INTRO", "intro", Status::Waiting);
        row("INTRO_PLUS", "intro", Status::Waiting);
        row("PEND", "pend", Status::Waiting);
        row("SCHED", "sched", Status::Waiting);
        row("FENCE", "fence", Status::Waiting);
        row("READY", "ready", Status::Ready);
        row("EXEC", "exec", Status::Running);
        row("EXEC_PLUS", "exec", Status::Running);
        row("RJOB", "exec", Status::Running);
        row("BOUND", "bound", Status::Running);
        row("SUCCP", "succp", Status::Running);
        row("ABENDP", "abenp", Status::Running);
        row("ABENP", "abenp", Status::Running);
        row("SUCC", "succ", Status::Successful);
        row("ABEND", "abend", Status::Error);
        row("FAILED", "fail", Status::Error);
        row("FAIL", "fail", Status::Error);
        row("CANCEL", "cancl", Status::Canceled);
        row("CANCL", "cancl", Status::Canceled);
        row("CANCELP", "canclp", Status::Waiting);
        row("CANCLP", "canclp", Status::Waiting);
        row("USER_STREAM", "hold", Status::Held);
        row("ERROR", "error", Status::Undecided);
        row("EXTRN", "extrn", Status::Undecided);
        row("SUSP", "susp", Status::Blocked);
        row("MPE_SUSP", "susp", Status::Blocked);
        row("SUPPRESS", "suppr", Status::Suppress);
        row("SUPPR", "suppr", Status::Suppress);
        row("ENDP", "end", Status::Undecided);
        row("END", "end", Status::Undecided);
        row("RECOVERY_IN_PROGRESS", "undcded", Status::Undecided);
        row("UNKNOWN", "undcded", Status::Undecided);
        row("UNDCDED", "undcded", Status::Undecided);
        row("STUCK", "stuck", Status::Blocked);
        row("abend", "abend", Status::Error);
        row("", "", Status::Undecided);
        row("NEVER_SEEN", "", Status::Undecided);
    }
    void internalWords()
    {
        QFETCH(QByteArray, word);
        QFETCH(QByteArray, spelling);
        QFETCH(Status, expected);
        QCOMPARE(bytes(toString(statusFromInternal(view(word), 10))), bytes(toString(expected)));
        QCOMPARE(bytes(internalStatusFromEngine(view(word))), spelling);
    }

    void priorityZero_holdsWhatWaitsOrIsReady()
    {
        for (const char *word : {"HOLD", "WAIT", "WAITD", "READY"})
            QVERIFY(statusFromInternal(word, 0) == Status::Held);
        QVERIFY(statusFromInternal("EXEC", 0) == Status::Running);
        QVERIFY(statusFromInternal("SUCC", 0) == Status::Successful);
    }

    void apiWords_roundTrip()
    {
        for (const Status status : AllStatuses)
            QVERIFY(statusFromWord(toString(status)) == status);
        QVERIFY(statusFromWord("Running") == Status::Running);
        QVERIFY(!statusFromWord("abend"));
        QVERIFY(!statusFromWord(""));
    }

    void finalStatuses()
    {
        for (const Status status : AllStatuses) {
            const bool expected = status == Status::Successful || status == Status::Error ||
                                  status == Status::Canceled || status == Status::Suppress;
            QCOMPARE(isFinal(status), expected);
        }
    }
};

QTEST_APPLESS_MAIN(TestStatus)
#include "tst_Status.moc"
