// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Job.h"
#include "shared/domain/JobStream.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync;
using namespace resync::domain;
using namespace resync::test;

namespace {

Job job(const char *folder)
{
    Job made;
    made.name = "LOAD";
    made.folder = folder;
    made.workstation = "/AGT_FIN01";
    made.stream.name = "CLOSE";
    made.stream.workstation = "/MDM";
    made.scheduledAt = parseInstant("2026-11-24T05:00:31.5Z");
    return made;
}

} // namespace

class TestRef : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobRef_namesTheStreamsWorkstationAndTime()
    {
        QCOMPARE(bytes(jobRef(job("/FIN"))), QByteArray("/MDM#/FIN/CLOSE[2026-11-24T05:00Z].LOAD"));
        QCOMPARE(bytes(jobSeries(job("/FIN"))), QByteArray("/MDM#/FIN/CLOSE.LOAD"));
    }

    void aRootFolder_givesOneSlash()
    {
        QCOMPARE(bytes(jobSeries(job("/"))), QByteArray("/MDM#/CLOSE.LOAD"));
        QCOMPARE(bytes(jobSeries(job(""))), QByteArray("/MDM#/CLOSE.LOAD"));
    }

    void anUnknownTime_isLeftOut()
    {
        auto made = job("/FIN");
        made.scheduledAt.reset();
        QCOMPARE(bytes(jobRef(made)), QByteArray("/MDM#/FIN/CLOSE.LOAD"));
    }

    void append_keepsWhatIsThere()
    {
        std::string out = "x ";
        appendJobRef(out, job("/FIN"));
        QCOMPARE(bytes(out), QByteArray("x /MDM#/FIN/CLOSE[2026-11-24T05:00Z].LOAD"));
    }

    void streamRef_isTheJobsRefWithoutTheJob()
    {
        JobStream stream;
        stream.name = "CLOSE";
        stream.folder = "/FIN";
        stream.workstation = "/MDM";
        stream.scheduledAt = job("/FIN").scheduledAt;
        QCOMPARE(bytes(streamRef(stream)), QByteArray("/MDM#/FIN/CLOSE[2026-11-24T05:00Z]"));
        QCOMPARE(bytes(streamSeries(stream)), QByteArray("/MDM#/FIN/CLOSE"));
        QVERIFY(jobRef(job("/FIN")).starts_with(streamRef(stream)));
    }

    void jobFlags_areABitSet()
    {
        JobFlags flags;
        flags.set(JobFlag::Late);
        flags.set(JobFlag::Promoted);
        flags.set(JobFlag::Late, false);
        QVERIFY(flags.has(JobFlag::Promoted));
        QVERIFY(!flags.has(JobFlag::Late));
        QVERIFY(toString(JobFlag::Late).empty());
        for (const JobFlag flag : wordedJobFlags())
            QVERIFY(!toString(flag).empty());
    }
};

QTEST_APPLESS_MAIN(TestRef)
#include "tst_Ref.moc"
