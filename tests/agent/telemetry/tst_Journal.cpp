// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/Journal.h"

#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace resync;
using namespace resync::telemetry;

class tst_Journal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stream_isRecognisedByItsInode();
    void fields_areThoseOfTheJournal();
};

void tst_Journal::stream_isRecognisedByItsInode()
{
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    struct stat status
    {};
    QCOMPARE(::fstat(ends[1], &status), 0);
    const std::string right = std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino);
    QVERIFY(isJournalStream(ends[1], right.c_str()));
    QVERIFY(!isJournalStream(ends[1], nullptr));
    QVERIFY(!isJournalStream(ends[1], "")); // redirected since systemd set it
    QVERIFY(!isJournalStream(ends[1], "1:2"));
    ::close(ends[0]);
    ::close(ends[1]);
    QVERIFY(!isJournalStream(-1, right.c_str()));
}

void tst_Journal::fields_areThoseOfTheJournal()
{
    const log::Fields given{{"duration_us", 17}, {"request_id", "r1"}, {"öd=x", "two\nlines"}};
    const auto fields = journalFields({{}, log::Level::Warning, "http", "slow", given});
    const std::vector<std::string> expected{
        "MESSAGE=http: slow duration_us=17 request_id=r1 öd=x=\"two\\nlines\"",
        "PRIORITY=4",
        "SYSLOG_IDENTIFIER=resync-agent",
        "RESYNC_CATEGORY=http",
        "RESYNC_DURATION_US=17",
        "REQUEST_ID=r1",
        "RESYNC___D_X=two\nlines"};
    QCOMPARE(fields, expected);
}

QTEST_APPLESS_MAIN(tst_Journal)
#include "tst_Journal.moc"
