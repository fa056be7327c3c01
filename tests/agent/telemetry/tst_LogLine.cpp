// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogLine.h"

#include <nlohmann/json.hpp>

#include <QtTest>

using namespace resync;
using namespace resync::telemetry;

namespace {

constexpr Instant At{std::chrono::milliseconds(1'795'482'860'007)};

LogLine line(std::string_view message, const log::Fields &fields)
{
    return {At, log::Level::Warning, "mirror", message, fields};
}

} // namespace

class tst_LogLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_isOneReadableLine_data();
    void text_isOneReadableLine();
    void json_holdsEveryPart();
    void json_isValidWhateverItHolds_data();
    void json_isValidWhateverItHolds();
};

void tst_LogLine::text_isOneReadableLine_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](const char *title, const QByteArray &message, const QByteArray &value,
                        const char *expected) {
        QTest::newRow(title) << message << value << QByteArray(expected);
    };
    row("plain", "plan read", "mdm01", "mirror: plan read host=mdm01");
    row("value with a blank", "m", "a b", R"(mirror: m host="a b")");
    row("empty value", "m", "", R"(mirror: m host="")");
    row("quote and equals", "m", "a\"=", R"(mirror: m host="a\"=")");
    row("forged line", "m\n2026-11-24 ERROR", "a\nb", R"(mirror: m\n2026-11-24 ERROR host="a\nb")");
    row("terminal escape", "m\x1b[31m", "a", R"(mirror: m\x1b[31m host=a)");
    row("beyond ASCII", "ação", "é", "mirror: ação host=é");
    row("not UTF-8", "a\xff", "b\xff", "mirror: a\xEF\xBF\xBD host=b\xEF\xBF\xBD");
}

void tst_LogLine::text_isOneReadableLine()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, expected);

    const std::string text = message.toStdString();
    QCOMPARE(textLine(line(text, {{"host", value.toStdString()}})),
             "2026-11-24T01:14:20.007Z WARNING " + expected.toStdString());
}

void tst_LogLine::json_holdsEveryPart()
{
    const auto json = nlohmann::json::parse(
        jsonLine(line("plan read", {{"jobs", 20'000}, {"request_id", "r-1"}, {"host", "mdm01"}})));
    const nlohmann::json expected{{"time", "2026-11-24T01:14:20.007Z"},
                                  {"level", "warning"},
                                  {"category", "mirror"},
                                  {"message", "plan read"},
                                  {"request_id", "r-1"},
                                  {"fields", {{"jobs", 20'000}, {"host", "mdm01"}}}};
    QCOMPARE(json.dump(), expected.dump());
    QVERIFY(!nlohmann::json::parse(jsonLine(line("m", {}))).contains("request_id"));
}

void tst_LogLine::json_isValidWhateverItHolds_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isNumber");
    QTest::addColumn<QByteArray>("expected"); // as JSON

    const auto row = [](const char *title, const QByteArray &value, bool isNumber,
                        const char *expected) {
        QTest::newRow(title) << value << isNumber << QByteArray(expected);
    };
    row("integer", "-12", true, "-12");
    row("fraction", "0.500000", true, "0.5");
    row("fraction of a comma locale", "0,5", true, R"("0,5")");
    row("not a number", "nan", true, R"("nan")");
    row("infinite", "-inf", true, R"("-inf")");
    row("leading zero", "007", true, R"("007")");
    row("empty number", "", true, R"("")");
    row("text that looks like a number", "12", false, R"("12")");
    row("quotes and line ends", "a\"\\\n\t", false, R"("a\"\\\n\t")");
    row("NUL", QByteArray("a\0b", 3), false, R"("a\u0000b")");
    row("not UTF-8", "a\xff", false, "\"a\xEF\xBF\xBD\"");
}

void tst_LogLine::json_isValidWhateverItHolds()
{
    QFETCH(QByteArray, value);
    QFETCH(bool, isNumber);
    QFETCH(QByteArray, expected);

    log::Field field("x", value.toStdString());
    field.isNumber = isNumber;
    const std::string text = jsonLine(line(value.toStdString(), {field}));
    QVERIFY(text.find('\n') == std::string::npos);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    QVERIFY2(!json.is_discarded(), text.c_str());
    QVERIFY2(json["fields"]["x"] == nlohmann::json::parse(expected.toStdString()), text.c_str());
}

QTEST_APPLESS_MAIN(tst_LogLine)
#include "tst_LogLine.moc"
