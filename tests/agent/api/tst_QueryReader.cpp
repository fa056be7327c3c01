// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/QueryReader.h"

#include <QTest>

using namespace resync;
using namespace resync::api;

namespace {

http::Request withQuery(std::vector<std::pair<std::string, std::string>> query)
{
    http::Request request;
    request.path = "/api/v1/jobs";
    request.query = std::move(query);
    return request;
}

} // namespace

class tst_QueryReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void number_isRanged_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("expected"); // −1: refused
        QTest::newRow("least") << QByteArray("1") << 1;
        QTest::newRow("most") << QByteArray("10000") << 10000;
        QTest::newRow("too small") << QByteArray("0") << -1;
        QTest::newRow("too large") << QByteArray("10001") << -1;
        QTest::newRow("negative") << QByteArray("-1") << -1;
        QTest::newRow("plus sign") << QByteArray("+1") << -1;
        QTest::newRow("fraction") << QByteArray("1.5") << -1;
        QTest::newRow("blank") << QByteArray(" 1") << -1;
        QTest::newRow("word") << QByteArray("all") << -1;
        QTest::newRow("empty") << QByteArray("") << -1;
        QTest::newRow("huge") << QByteArray("99999999999999999999999") << -1;
    }
    void number_isRanged()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, expected);
        const auto request = withQuery({{"limit", text.toStdString()}});
        QueryReader query(request);
        const auto number = query.number("limit", 1, 10000, 100);
        const auto refusal = query.answer();
        QCOMPARE(refusal.has_value(), expected == -1);
        if (expected != -1)
            QCOMPARE(number, std::size_t(expected));
        else
            QCOMPARE(refusal->status, 400);
    }

    void seconds_mayHaveFractions_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("expected"); // milliseconds; −1: refused
        QTest::newRow("zero") << QByteArray("0") << 0;
        QTest::newRow("whole") << QByteArray("30") << 30'000;
        QTest::newRow("fraction") << QByteArray("0.25") << 250;
        QTest::newRow("negative") << QByteArray("-1") << -1;
        QTest::newRow("minus zero") << QByteArray("-0") << -1;
        QTest::newRow("exponent") << QByteArray("1e3") << -1;
        QTest::newRow("not a number") << QByteArray("nan") << -1;
        QTest::newRow("infinite") << QByteArray("inf") << -1;
        QTest::newRow("unit") << QByteArray("5s") << -1;
        QTest::newRow("more than a day") << QByteArray("86401") << -1;
        QTest::newRow("empty") << QByteArray("") << -1;
    }
    void seconds_mayHaveFractions()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, expected);
        const auto request = withQuery({{"max_age", text.toStdString()}});
        QueryReader query(request);
        const auto span = query.seconds("max_age");
        QCOMPARE(query.answer().has_value(), expected == -1);
        QCOMPARE(span.has_value(), expected != -1);
        if (span)
            QCOMPARE(span->count(), std::int64_t(expected));
    }

    void flag_knowsItsWords()
    {
        const auto request = withQuery({{"a", ""}, {"b", "true"}, {"c", "0"}, {"d", "no"}});
        QueryReader query(request);
        QCOMPARE(query.flag("a"), std::optional(true));
        QCOMPARE(query.flag("b"), std::optional(true));
        QCOMPARE(query.flag("c"), std::optional(false));
        QVERIFY(!query.flag("d"));
        QVERIFY(!query.flag("e"));
        QVERIFY(query.answer().has_value());
    }

    void unknownAndRepeated_areRefusedByName()
    {
        const auto request = withQuery({{"limit", "1"}, {"limit", "2"}, {"limt", "<script>"}});
        QueryReader query(request);
        (void)query.number("limit", 1, 10, 1);
        const auto refusal = query.answer();
        QVERIFY(refusal.has_value());
        QVERIFY(refusal->body->find(R"("field":"limt")") != std::string::npos);
        QVERIFY(refusal->body->find("unknown_parameter") != std::string::npos);
        QVERIFY(refusal->body->find("once only") != std::string::npos);
        QVERIFY(refusal->body->find("script") == std::string::npos); // values are never repeated
    }

    void manyMistakes_makeNoLongAnswer()
    {
        const auto request = withQuery(
            std::vector<std::pair<std::string, std::string>>(2000, {std::string(60, 'x'), ""}));
        const auto refusal = QueryReader(request).answer();
        QVERIFY(refusal.has_value());
        QVERIFY(refusal->body->size() < 4'000);
    }
};

QTEST_GUILESS_MAIN(tst_QueryReader)
#include "tst_QueryReader.moc"
