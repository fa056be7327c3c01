// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JsonDocument.h"
#include "agent/engine/V1DependencyReader.h"
#include "agent/engine/V1HistoryReader.h"
#include "agent/engine/V1JobReader.h"
#include "agent/engine/V1PageReader.h"
#include "agent/engine/V1Paging.h"
#include "tests/agent/engine/V1Samples.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace resync;
using namespace resync::engine;
using domain::Dependency;
using domain::JobFlag;

namespace {

std::string listOf(const std::vector<std::string> &rows)
{
    std::string out;
    for (const std::string &row : rows)
        out += (out.empty() ? "" : ",") + row;
    return '[' + out + ']';
}

std::vector<Dependency> dependenciesOf(const char *row)
{
    std::string body = listOf({row});
    const auto page = readV1JobDependencyPage(body, {});
    return page && page->page.rows.size() == 1 ? page->page.rows.front().list
                                               : std::vector<Dependency>();
}

std::string detailOf(const Dependency &dependency, std::string_view key)
{
    for (const auto &[name, value] : dependency.detail)
        if (name == key)
            return value;
    return {};
}

} // namespace

class TestV1Readers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dependencies_areReadWhole();
    void dependencies_ofTheSimulator();
    void dependencies_thatAreNotListedAreIncomplete();
    void flags_standBesideTheOtherMembers();
    void duration_isExpectedBeforeTheFirstRun();
    void duration_thatIsNoneIsUnknown();
    void percent_data();
    void percent();
    void window_keepsWhatIsWanted_data();
    void window_keepsWhatIsWanted();
    void pageHolding_data();
    void pageHolding();
    void pageHolding_alwaysHoldsTheFirstRow();
};

void TestV1Readers::dependencies_areReadWhole()
{
    const auto list = dependenciesOf(test::V1JobWithDependencies);
    QCOMPARE(list.size(), std::size_t{8});
    std::vector<std::string> types;
    for (const Dependency &dependency : list)
        types.push_back(dependency.type + ' ' + dependency.status);
    QCOMPARE(types,
             (std::vector<std::string>{"job satisfied", "job unsatisfied", "job_stream unsatisfied",
                                       "file satisfied", "prompt satisfied", "resource undecided",
                                       "internetwork satisfied", "join "}));
    QCOMPARE(list.at(0).targetId, std::string("SW50"));
    QCOMPARE(list.at(0).targetName, std::string("LOAD_GL"));
    QCOMPARE(list.at(0).targetWorkstation, std::string("/AGT_FIN01"));
    QCOMPARE(list.at(0).targetRef,
             std::string("/AGT_FIN01#/FIN/EOD_GL[2025-11-13T05:00Z].LOAD_GL"));
    QCOMPARE(detailOf(list.at(0), "predecessor_status"), std::string("succ"));
    QCOMPARE(detailOf(list.at(1), "predecessor_status"), std::string("exec"));
    QCOMPARE(detailOf(list.at(1), "job_stream"), std::string("EOD_AP"));
    QVERIFY(list.at(1).targetRef.empty()); // not every part of it is known
    QCOMPARE(list.at(2).targetId, std::string("U3Ry"));
    QCOMPARE(list.at(2).targetRef, std::string("/AGT_HR01#/HR/EOD_HR[2025-11-13T04:00Z]"));
    QCOMPARE(list.at(3).targetName, std::string("/in/gl.csv"));
    QCOMPARE(detailOf(list.at(3), "qualifier"), std::string("-f %p"));
    QCOMPARE(detailOf(list.at(4), "number"), std::string("17"));
    QCOMPARE(detailOf(list.at(4), "prompt_status"), std::string("asked"));
    QCOMPARE(detailOf(list.at(5), "quantity_held"), std::string("0"));
    QCOMPARE(list.at(6).targetName, std::string("NET::JOB"));
}

void TestV1Readers::dependencies_ofTheSimulator()
{
    const auto list = dependenciesOf(test::V1JobOfSimulator);
    QCOMPARE(list.size(), std::size_t{2});
    QCOMPARE(list.at(0).targetName, std::string("LOAD_GL"));
    QCOMPARE(list.at(0).status, std::string("unsatisfied"));
    QCOMPARE(list.at(1).targetName, std::string("/in/x"));
    QVERIFY(list.at(1).status.empty()); // not told
}

void TestV1Readers::dependencies_thatAreNotListedAreIncomplete()
{
    std::string body = listOf({test::V1StreamWithoutList, "{\"id\":\"none\"}", "{\"id\":null}"});
    const auto page = readV1StreamDependencyPage(body, {});
    QVERIFY(page.has_value());
    QCOMPARE(page->skipped, std::size_t{1});
    QCOMPARE(page->page.rows.size(), std::size_t{2});
    QVERIFY(!page->page.rows.at(0).isComplete);
    QVERIFY(!page->page.rows.at(1).isComplete); // nothing was told
}

void TestV1Readers::flags_standBesideTheOtherMembers()
{
    std::string body = listOf({test::V1JobWithDependencies});
    const auto page = readV1JobPage(body, {});
    QVERIFY(page.has_value());
    const domain::JobFlags flags = page->page.rows.at(0).flags;
    QVERIFY(flags.has(JobFlag::Late) && flags.has(JobFlag::MaxDurationExceeded));
    QVERIFY(!flags.has(JobFlag::NoOperation) && !flags.has(JobFlag::NeedsReply));
}

void TestV1Readers::duration_isExpectedBeforeTheFirstRun()
{
    std::string body = listOf({"{\"id\":\"a\",\"jobDefinition\":{\"estimatedDuration\":5000}}",
                               "{\"id\":\"b\",\"timeInfo\":{\"estimatedDuration\":9000},"
                               "\"jobDefinition\":{\"estimatedDuration\":5000}}",
                               "{\"id\":\"c\",\"jobDefinition\":{\"estimatedDuration\":-1}}"});
    const auto page = readV1JobPage(body, {});
    QVERIFY(page.has_value());
    QVERIFY(page->page.rows.at(0).run->estimated == milliseconds(5000));
    QVERIFY(page->page.rows.at(0).run->id.isEmpty());
    QVERIFY(page->page.rows.at(1).run->estimated == milliseconds(9000));
    QVERIFY(!page->page.rows.at(2).run);
}

void TestV1Readers::duration_thatIsNoneIsUnknown()
{
    std::string body = R"([{"runDate":"2025-11-11T05:00:00Z","totalElapsedTime":9223372036854775807,
        "plannedDuration":-1}])";
    const auto runs = readV1History(body);
    QVERIFY(runs && runs->size() == 1);
    QVERIFY(runs->front().run.startedAt.has_value());
    QVERIFY(!runs->front().run.elapsed && !runs->front().run.endedAt);
    QVERIFY(!runs->front().run.estimated);
}

void TestV1Readers::percent_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("number");
    QTest::newRow("whole") << QByteArray("41") << 41;
    QTest::newRow("fraction") << QByteArray("40.6") << 41;
    QTest::newRow("text") << QByteArray("\"41\"") << -1;
    QTest::newRow("null") << QByteArray("null") << -1;
    QTest::newRow("beyond") << QByteArray("1e300") << -1;
}

void TestV1Readers::percent()
{
    QFETCH(QByteArray, text);
    QFETCH(int, number);
    std::string body =
        "[{\"id\":\"a\",\"criticalNetworkInfo\":{\"criticalJobInfo\":{\"confidenceFactor\":" +
        text.toStdString() + "}}}]";
    const auto page = readV1CriticalJobPage(body, {});
    QVERIFY(page.has_value());
    QCOMPARE(page->page.rows.at(0).confidence.value_or(-1), number);
}

void TestV1Readers::window_keepsWhatIsWanted_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("most");
    QTest::addColumn<int>("asked");
    QTest::addColumn<QString>("ids");
    QTest::addColumn<bool>("isLast");
    QTest::newRow("all, short") << 0 << 5 << 5 << "abcd" << true;
    QTest::newRow("all, full") << 0 << 4 << 4 << "abcd" << false;
    QTest::newRow("middle") << 1 << 2 << 4 << "bc" << false;
    QTest::newRow("end of a short page") << 2 << 3 << 5 << "cd" << true;
    QTest::newRow("before the end of a short page") << 1 << 2 << 5 << "bc" << false;
    QTest::newRow("beyond") << 7 << 2 << 9 << "" << true;
}

void TestV1Readers::window_keepsWhatIsWanted()
{
    QFETCH(int, first);
    QFETCH(int, most);
    QFETCH(int, asked);
    QFETCH(QString, ids);
    QFETCH(bool, isLast);
    std::string body =
        listOf({"{\"id\":\"a\"}", "{\"id\":\"b\"}", "{\"id\":\"c\"}", "{\"id\":\"d\"}"});
    const auto page =
        readV1JobPage(body, {static_cast<std::size_t>(first), static_cast<std::size_t>(most),
                             static_cast<std::size_t>(asked)});
    QVERIFY(page.has_value());
    std::string seen;
    for (const domain::Job &job : page->page.rows)
        seen += job.id.value();
    QCOMPARE(QString::fromStdString(seen), ids);
    QCOMPARE(page->page.isLast, isLast);
}

void TestV1Readers::pageHolding_data()
{
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("number");
    QTest::newRow("first") << 0 << 2000 << 2000 << 0;
    QTest::newRow("third") << 4000 << 2000 << 2000 << 2;
    QTest::newRow("overlapping") << 1999 << 2000 << 3999 << 0;
    QTest::newRow("third, overlapping") << 3998 << 2000 << 2999 << 1;
    QTest::newRow("hundredth, overlapping") << 199900 << 2000 << 2019 << 99;
    QTest::newRow("single rows") << 12345 << 1 << 1 << 12345;
}

void TestV1Readers::pageHolding()
{
    QFETCH(int, offset);
    QFETCH(int, limit);
    QFETCH(int, size);
    QFETCH(int, number);
    const auto page =
        v1PageHolding(static_cast<std::size_t>(offset), static_cast<std::size_t>(limit), 10'000);
    QCOMPARE(page.size, static_cast<std::size_t>(size));
    QCOMPARE(page.number, static_cast<std::size_t>(number));
    QCOMPARE(page.size * page.number + page.window.first, static_cast<std::size_t>(offset));
    QCOMPARE(page.window.most, static_cast<std::size_t>(limit));
}

void TestV1Readers::pageHolding_alwaysHoldsTheFirstRow()
{
    for (const std::size_t limit : {1U, 7U, 500U, 2000U, 9999U, 10'000U})
        for (std::size_t offset = 0; offset < 300'000; offset += 997) {
            const auto page = v1PageHolding(offset, limit, 10'000);
            QVERIFY(page.size <= 10'000 && page.size > 0 && page.window.most > 0);
            QCOMPARE(page.size * page.number + page.window.first, offset);
            QVERIFY(page.window.first + page.window.most <= page.size);
            QCOMPARE(page.window.asked, page.size);
        }
}

QTEST_GUILESS_MAIN(TestV1Readers)
#include "tst_V1Readers.moc"
