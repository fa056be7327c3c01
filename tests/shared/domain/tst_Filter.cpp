// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Filter.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

#include <random>

using namespace resync;
using namespace resync::domain;
using namespace resync::test;

namespace {

/// 2026-11-24 at noon UTC, seen from São Paulo (−3 h).
const FilterClock Clock{*parseInstant("2026-11-24T12:00Z"), std::chrono::minutes(-180)};

/// Whether the filter takes tests/support's full job: error, abend, /AGT_FIN01, /FIN, CLOSE, LOAD,
/// return code 8, priority 10, start 05:00Z, deadline 06:00Z, critical, not late.
bool takes(std::string_view query)
{
    Filter filter;
    const auto added = filter.addQuery(query, Clock);
    if (!added)
        qFatal("%s", added.error().message.c_str());
    const Job job = fullJob();
    return filter.matches(FilterSubject::of(job));
}

QByteArray problemOf(std::string_view query)
{
    Filter filter;
    const auto added = filter.addQuery(query, Clock);
    return added ? QByteArray("accepted") : bytes(added.error().message);
}

} // namespace

class TestFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queries_data()
    {
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *query, bool expected) { QTest::newRow(query) << expected; };
        row("", true);
        row("   ", true);
        row("status:error", true);
        row("STATUS:Error", true);
        row("status:running", false);
        row("status:running,error", true);
        row("status:abend", true);
        row("status:fail", false);
        row("status:err*", true);
        row("status:ab*", true);
        row("status:*", true);
        row("-status:error", false);
        row("-status:running", true);
        row("internal:abend", true);
        row("internal:ABEND", true);
        row("internal:ab?nd", true);
        row("internal:failed", false);
        row("sub:hold_*", true);
        row("sub:ready_*", false);
        row("ws:AGT_FIN01", true);
        row("ws:agt*", true);
        row("ws:/AGT_FIN01", true);
        row("ws:FIN", false);
        row("stream:CLOSE", true);
        row("stream:/FIN/CLOSE", true);
        row("stream:/HR/CLOSE", false);
        row("folder:/FIN", true);
        row("folder:FIN", true);
        row("folder:/FI", false);
        row("name:LOAD", true);
        row("name:LOA", false);
        row("name:\"LOAD\"", true);
        row("name:\"LOA*\"", false);
        row("name:LO\"AD\"", true);
        row("name:X,L*", true);
        row("rc:8", true);
        row("rc:>4", true);
        row("rc>4", true);
        row("rc>8", false);
        row("rc>=8", true);
        row("rc<8", false);
        row("rc<=8", true);
        row("rc:<4,>7", true);
        row("-rc:0", true);
        row("rc:-1", false);
        row("priority:10", true);
        row("priority<10", false);
        row("deadline<03:01", true); // 06:01Z
        row("deadline<03:00", false);
        row("deadline<=03:00", true);
        row("deadline:03:00", true);
        row("deadline:>2026-11-24T05:59Z", true);
        row("deadline>2026-11-24T03:00-03:00", false);
        row("start:2026-11-24T05:00:00.000Z", true);
        row("start:02:00", true);
        row("start>02:00", false);
        row("is:critical", true);
        row("is:late", false);
        row("is:late,critical", true);
        row("-is:held", true);
        row("load", true);
        row("oa", true);
        row("close", true);
        row("agt_fin", true);
        row("nothing", false);
        row("-nothing", true);
        row("nothing,load", true);
        row("L*D", true);
        row("L*X", false);
        row("/fin/close", true);
        row("\"oad\"", true);
        row("load status:error", true);
        row("load status:running", false);
        row("  load\t-is:late   rc>0 ", true);
    }
    void queries()
    {
        QFETCH(bool, expected);
        QCOMPARE(takes(QTest::currentDataTag()), expected);
    }

    void badQueries_nameTheCharacter_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("start");
        const auto row = [](const QByteArray &query, const char *start) {
            QTest::newRow(query.constData()) << query << QByteArray(start);
        };
        row("colour:red", "filter, character 1: unknown field; there are status,");
        row("load colour:red", "filter, character 6: unknown field");
        row("\xC3\xA9\xC3\xA9 colour:red", "filter, character 4: unknown field");
        row("12:30", "filter, character 1: unknown field");
        row(">5", "filter, character 1: unknown field");
        row("name:", "filter, character 6: a value is missing");
        row("name: x", "filter, character 6: a value is missing");
        row("name:a,", "filter, character 8: a value is missing");
        row("name:,a", "filter, character 6: a value is missing");
        row("-", "filter, character 2: a value is missing");
        row(",", "filter, character 1: a value is missing");
        row("rc>", "filter, character 4: a value is missing");
        row("load \"abc", "filter, character 6: the quote is not closed");
        row("\"\"", "filter, character 1: the text is empty");
        row("rc:many", "filter, character 4: not a whole number");
        row("rc:4x", "filter, character 4: not a whole number");
        row("rc:1,x", "filter, character 6: not a whole number");
        row("rc:99999999999999999999", "filter, character 4: not a whole number");
        row("name>5", "filter, character 5: only numbers and times can be compared");
        row("status:sleepy", "filter, character 8: not a status; there are waiting,");
        row("is:red", "filter, character 4: not a flag; there are late, critical, held");
        row("deadline<25:00", "filter, character 9: not a time");
        row("deadline<6:00", "filter, character 9: not a time");
        row("deadline<tomorrow", "filter, character 9: not a time");
        row("a\x01", "filter, character 2: control characters are not allowed");
        row("a\xFF", "filter, character 1: not UTF-8");
        row(QByteArray(1'001, 'a'), "filter, character 1: longer than 1000 bytes");
    }
    void badQueries_nameTheCharacter()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, start);
        QCOMPARE(problemOf(view(query)).left(start.size()), start);
    }

    void problems_neverRepeatTheText()
    {
        for (const char *query : {"hunter2:x", "status:hunter2", "is:hunter2", "rc:hunter2"})
            QVERIFY(!problemOf(query).contains("hunter2"));
    }

    void aBadQuery_leavesTheFilterAsItWas()
    {
        Filter filter;
        QVERIFY(filter.addQuery("is:late", Clock));
        QVERIFY(!filter.addQuery("load colour:red", Clock));
        QCOMPARE(filter.terms().size(), std::size_t(1));
        const std::vector<std::string> values = {"error", "sleepy"};
        QVERIFY(!filter.addValues(FilterField::Status, values, Clock));
        QCOMPARE(filter.terms().size(), std::size_t(1));
    }

    void unknownValues_matchNoComparison()
    {
        const Job bare;
        const auto subject = FilterSubject::of(bare);
        for (const char *query : {"rc:0", "rc<1", "rc>=0", "priority:0", "deadline<23:59",
                                  "start>00:00", "is:late", "internal:?*"}) {
            Filter filter;
            QVERIFY(filter.addQuery(query, Clock));
            QVERIFY2(!filter.matches(subject), query);
        }
    }

    void listParameters_areTermsToo()
    {
        const Job job = fullJob();
        const auto subject = FilterSubject::of(job);
        const auto check = [&](FilterField field, std::vector<std::string> values) {
            Filter filter;
            const auto added = filter.addValues(field, values, Clock);
            return added && filter.matches(subject);
        };
        QVERIFY(check(FilterField::Status, {"running", "error"}));
        QVERIFY(check(FilterField::Status, {"running,abend"}));
        QVERIFY(!check(FilterField::Status, {"running"}));
        QVERIFY(check(FilterField::Status, {}));
        QVERIFY(check(FilterField::Workstation, {"AGT*"}));
        QVERIFY(check(FilterField::Stream, {"/FIN/CLOSE"}));
        QVERIFY(!check(FilterField::Folder, {"/FIN PAY"}));
        QVERIFY(!check(FilterField::Internal, {""}));

        Filter flags;
        flags.addFlag(FilterFlag::Critical, true);
        flags.addFlag(FilterFlag::Late, false);
        QVERIFY(flags.matches(subject));
        flags.addFlag(FilterFlag::Late, true);
        QVERIFY(!flags.matches(subject));
    }

    void text_tellsFiltersApart()
    {
        Filter filter;
        QVERIFY(filter.isEmpty() && filter.text().empty());
        const std::vector<std::string> values = {"error", "abend"};
        QVERIFY(filter.addValues(FilterField::Status, values, Clock));
        filter.addFlag(FilterFlag::Late, false);
        QVERIFY(filter.addQuery(" -ws:A*,\"B C\"  load ", Clock));
        QCOMPARE(bytes(filter.text()),
                 QByteArray("status:error,abend -is:late -ws:A*,\"B C\" load"));

        Filter times;
        QVERIFY(times.addQuery("-deadline<06:00,>=07:00", Clock));
        QCOMPARE(bytes(times.text()), QByteArray("-deadline:<2026-11-24T09:00:00.000Z,"
                                                 ">=2026-11-24T10:00:00.000Z"));
    }

    void text_tellsValuesWithBlanksFromTerms()
    {
        const std::vector<std::string> values = {"A B", "\"C D\"\tE", " "};
        Filter filter;
        QVERIFY(filter.addValues(FilterField::Workstation, values, Clock));
        QVERIFY(filter.addQuery("B", Clock));
        QCOMPARE(bytes(filter.text()), QByteArray("ws:A\" \"B,\"C D\"\"\t\"E,\" \" B"));
        Filter again;
        QVERIFY(again.addQuery(filter.text(), Clock));
        QCOMPARE(again.terms().size(), std::size_t(2));
        QVERIFY(again.terms().front().anyOf.at(0).pattern.matches("a b"));
        QVERIFY(again.terms().front().anyOf.at(1).pattern.matches("c d\te"));
    }

    void jobStreams_areFilteredByTheSameWords()
    {
        const JobStream stream = fullStream();
        const auto subject = FilterSubject::of(stream);
        const std::vector<std::pair<const char *, bool>> cases = {
            {"status:running", true}, {"name:CLOSE1", true},     {"stream:/FIN/CLOSE*", true},
            {"ws:MDM", true},         {"priority:10", true},     {"is:late", false},
            {"rc:0", false},          {"start:02:00 mdm", true}, {"deadline<02:00", false}};
        for (const auto &[query, expected] : cases) {
            Filter filter;
            QVERIFY(filter.addQuery(query, Clock));
            QVERIFY2(filter.matches(subject) == expected, query);
        }
    }

    void anyInput_isParsedOrRefused()
    {
        static const std::vector<std::string> Pieces = {
            "status:",  "ws:",      "name:",
            "rc",       "rc:",      "is:",
            "deadline", "start:",   ":",
            ",",        "\"",       "-",
            "*",        "?",        " ",
            "<",        "<=",       ">",
            ">=",       "late",     "error",
            "ab",       "8",        "12:30",
            "/FIN",     "\xC3\xA9", "\xFF",
            "\x01",     "LOAD",     "q:",
            "-is:",     "held",     "2026-11-24T05:00Z"};
        std::mt19937 random(42); // NOLINT: the same input each time
        const Job job = fullJob();
        const auto subject = FilterSubject::of(job);
        int accepted = 0;
        for (int i = 0; i < 8'000; ++i) {
            std::string query;
            for (auto n = random() % 8; n > 0; --n)
                query += Pieces[random() % Pieces.size()];
            Filter filter;
            const auto added = filter.addQuery(query, Clock);
            if (!added) {
                QVERIFY(added.error().kind == ErrorKind::InvalidInput);
                QVERIFY(bytes(added.error().message).startsWith("filter, character "));
                QVERIFY(filter.isEmpty());
                continue;
            }
            ++accepted;
            Filter again;
            QVERIFY(again.addQuery(filter.text(), Clock));
            QVERIFY(again.matches(subject) == filter.matches(subject));
            QVERIFY(again.text() == filter.text());
        }
        QVERIFY(accepted > 500);
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_Filter.moc"
