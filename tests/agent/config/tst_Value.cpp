// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Value.h"

#include <QtTest>

using namespace resync::config;
using std::chrono::milliseconds;

class tst_Value : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_refusesBadText_data();
    void parse_refusesBadText();
    void parse_takesGoodText_data();
    void parse_takesGoodText();
    void parseDuration_knowsUnits_data();
    void parseDuration_knowsUnits();
    void parse_readsHostLists();
    void displayText_showsNoSecret_data();
    void displayText_showsNoSecret();
    void displayText_ofNothingIsNothing();
};

void tst_Value::parse_refusesBadText_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("reason");

    const auto row = [](const char *title, const char *name, const QByteArray &text,
                        const char *reason) {
        QTest::newRow(title) << QByteArray(name) << text << QByteArray(reason);
    };
    row("port above", "TWS_PORT", "70000", "must be 1–65535");
    row("port zero", "TWS_PORT", "0", "must be 1–65535");
    row("port negative", "TWS_PORT", "-1", "must be a whole number, 1–65535");
    row("port a word", "TWS_PORT", "https", "must be a whole number, 1–65535");
    row("port with a tail", "TWS_PORT", "31116x", "must be a whole number, 1–65535");
    row("port hexadecimal", "TWS_PORT", "0x10", "must be a whole number, 1–65535");
    row("port beyond 64 bits", "TWS_PORT", "99999999999999999999999", "must be a whole number");
    row("interval zero", "TWS_REFRESH_INTERVAL", "0", "must be 1–3600 s");
    row("interval above", "TWS_REFRESH_INTERVAL", "2h", "must be 1–3600 s");
    row("timeout below", "TWS_READ_TIMEOUT", "500ms", "must be 1–120 s");
    row("timeout in months", "TWS_READ_TIMEOUT", "1mo", "must be 1–120 s");
    row("timeout huge", "TWS_READ_TIMEOUT", "999999999999999h", "must be 1–120 s");
    row("timeout negative", "TWS_READ_TIMEOUT", "-5", "must be 1–120 s");
    row("flag a number", "TWS_VERIFY", "2", "must be true or false");
    row("flag a word", "TWS_VERIFY", "maybe", "must be true or false");
    row("unknown environment", "APP_ENV", "prod", "must be development, test or production");
    row("unknown scheme", "TWS_SCHEME", "ftp", "must be https or http");
    row("redis without scheme", "REDIS_URL", "localhost:6379",
        "must begin with redis://, rediss:// or unix://");
    row("redis without host", "REDIS_URL", "redis://", "must be a whole URL");
    row("redis with a port above", "REDIS_URL", "redis://cache:70000/0", "must be a whole URL");
    row("redis with a port of words", "REDIS_URL", "redis://u:p@cache:x", "must be a whole URL");
    row("redis of colons", "REDIS_URL", "redis://:::", "must be a whole URL");
    row("redis with a password alone", "REDIS_URL", "redis://:p@", "must be a whole URL");
    row("redis at a socket without a path", "REDIS_URL", "unix://run", "unix:///");
    row("neo4j with a port above", "NEO4J_URI", "bolt://graph:65536", "must be a whole URL");
    row("endpoint without host", "LLM_ENDPOINT", "https:///v1", "must be a whole URL");
    row("endpoint of a wrong kind", "LLM_ENDPOINT", "ws://x",
        "must begin with https:// or http://");
    row("host a URL", "TWS_HOST", "https://mdm01", "without https://");
    row("host with a bad port", "TWS_HOST", "mdm01:70000", "must be a host");
    row("host with an empty port", "TWS_HOST", "mdm01:", "must be a host");
    row("bare IPv6", "TWS_HOST", "::1", "must be a host");
    row("open bracket", "TWS_HOST", "[::1", "must be a host");
    row("text behind the bracket", "TWS_HOST", "[::1]x", "must be a host");
    row("brackets without IPv6", "TWS_HOST", "[10.0.0.1]", "must be a host");
    row("only commas", "TWS_HOST", ",,", "must be a host");
    row("blank in a host", "TWS_HOST", "mdm 01", "must be a host");
    row("host of 300 letters", "TWS_HOST", QByteArray(300, 'a'), "must be a host");
    row("own host with a port", "SERVER_HOST", "127.0.0.1:8000", "without a port");
    row("own host a text", "SERVER_HOST", "a b", "must be a host name or an address");
    row("own host with half a bracket", "SERVER_HOST", "[::1", "must be a host name");
    row("browser's host a URL", "ALLOWED_HOSTS", "a.example,https://b.example", "number 2 is none");
    row("browser's host with a port", "ALLOWED_HOSTS", "a.example:8443", "number 1 is none");
    row("browser's host a wildcard", "ALLOWED_HOSTS", "*.example", "must be host names");
    row("browser's host with a blank", "ALLOWED_HOSTS", "a b", "must be host names");
    row("level unknown", "LOG_LEVEL", "verbose", "must be debug, info, warning or error");
    row("level of nothing", "LOG_LEVEL", "info,=debug", "must be debug, info, warning or error");
    row("long text", "TWS_USER", QByteArray(70'000, 'a'), "is longer than 64 KiB");
    row("line break", "TWS_USER", "a\nb", "line break");
    row("NUL", "TWS_USER", QByteArray("a\0b", 3), "control character");
    row("not UTF-8", "TWS_USER", "\xff", "is not valid UTF-8");
    row("secret of two lines", "TWS_PASSWORD", "a\nb", "line break");
}

void tst_Value::parse_refusesBadText()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, reason);

    const Setting *setting = findSetting(name.toStdString());
    QVERIFY(setting != nullptr);
    const auto value = parseValue(*setting, text.toStdString());
    QVERIFY(!value);
    QVERIFY2(value.error().message.find(reason.toStdString()) != std::string::npos,
             value.error().message.c_str());
}

void tst_Value::parse_takesGoodText_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");

    const auto row = [](const char *title, const char *name, const char *text, const char *shown) {
        QTest::newRow(title) << QByteArray(name) << QByteArray(text) << QByteArray(shown);
    };
    row("port", "TWS_PORT", "31116", "31116");
    row("port between blanks", "TWS_PORT", " 31116 ", "31116");
    row("any free port", "SERVER_PORT", "0", "0");
    row("bare number is seconds", "TWS_READ_TIMEOUT", "30", "30");
    row("fraction", "TWS_READ_TIMEOUT", "2.5s", "2.5");
    row("minutes", "TWS_READ_TIMEOUT", "2min", "120");
    row("flag yes", "TWS_VERIFY", "YES", "true");
    row("flag off", "TWS_VERIFY", "off", "false");
    row("choice in capitals", "APP_ENV", "Production", "production");
    row("levels by category", "LOG_LEVEL", "info,mirror=debug", "info,mirror=debug");
    row("hosts", "TWS_HOST", " mdm01 , bmdm01:31116,[::1]:31116", "mdm01,bmdm01:31116,[::1]:31116");
    row("own host in brackets", "SERVER_HOST", "[::1]", "::1");
    row("own host a name", "SERVER_HOST", " mdm01.example ", "mdm01.example");
    row("neo4j with a port", "NEO4J_URI", "neo4j+s://graph:7687", "neo4j+s://graph:7687");
    row("redis at IPv6", "REDIS_URL", "redis://[::1]:6379/0", "redis://[::1]:6379/0");
    row("addresses of browsers", "ALLOWED_HOSTS", "10.0.0.1,[::1]", "10.0.0.1,[::1]");
    row("list", "ALLOWED_HOSTS", "a.example, b.example,", "a.example,b.example");
    row("text keeps its blanks", "TWS_USER", " wa user ", " wa user ");
    row("text beyond ASCII", "TWS_USER", "josé", "josé");
}

void tst_Value::parse_takesGoodText()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);

    const Setting *setting = findSetting(name.toStdString());
    QVERIFY(setting != nullptr);
    const auto value = parseValue(*setting, text.toStdString());
    QVERIFY2(value, value ? "" : value.error().message.c_str());
    QCOMPARE(displayText(*setting, *value).value_or("(none)"), shown.toStdString());
}

void tst_Value::parseDuration_knowsUnits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("expected"); // -1: refused

    QTest::newRow("bare") << QByteArray("30") << qint64(30'000);
    QTest::newRow("milliseconds") << QByteArray("500ms") << qint64(500);
    QTest::newRow("seconds") << QByteArray("30s") << qint64(30'000);
    QTest::newRow("minutes") << QByteArray("5min") << qint64(300'000);
    QTest::newRow("hours") << QByteArray("2h") << qint64(7'200'000);
    QTest::newRow("blank before the unit") << QByteArray("2 h") << qint64(7'200'000);
    QTest::newRow("fraction") << QByteArray("0.25") << qint64(250);
    QTest::newRow("half a minute") << QByteArray("0.5min") << qint64(30'000);
    QTest::newRow("empty") << QByteArray("") << qint64(-1);
    QTest::newRow("unit alone") << QByteArray("s") << qint64(-1);
    QTest::newRow("m is ambiguous") << QByteArray("5m") << qint64(-1);
    QTest::newRow("point at the end") << QByteArray("5.") << qint64(-1);
    QTest::newRow("two points") << QByteArray("5.5.5") << qint64(-1);
    QTest::newRow("four decimals") << QByteArray("0.0001") << qint64(-1);
    QTest::newRow("comma") << QByteArray("0,5") << qint64(-1);
    QTest::newRow("overflow") << QByteArray("99999999999h") << qint64(-1);
}

void tst_Value::parseDuration_knowsUnits()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, expected);
    QCOMPARE(qint64(parseDuration(text.toStdString()).value_or(milliseconds(-1)).count()),
             expected);
}

void tst_Value::parse_readsHostLists()
{
    const auto value =
        parseValue(setting(Key::TwsHost), "mdm01,bmdm01:31117,[::1]:31118,[fe80::1%2]");
    QVERIFY(value);
    const std::vector<HostPort> expected{
        {"mdm01", std::nullopt}, {"bmdm01", 31117}, {"::1", 31118}, {"fe80::1%2", std::nullopt}};
    QVERIFY(std::get<std::vector<HostPort>>(*value) == expected);
}

void tst_Value::displayText_showsNoSecret_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("shown");

    const auto row = [](const char *title, const char *name, const char *text, const char *shown) {
        QTest::newRow(title) << QByteArray(name) << QByteArray(text) << QByteArray(shown);
    };
    row("secret", "TWS_PASSWORD", "canary", "********");
    row("plain URL", "REDIS_URL", "redis://cache:6379/0", "redis://cache:6379/0");
    row("password in a URL", "REDIS_URL", "redis://:canary@cache:6379/0",
        "redis://********@cache:6379/0");
    row("user in a URL", "REDIS_URL", "redis://u:canary@cache", "redis://********@cache");
    row("@ in the password", "REDIS_URL", "redis://u:ca@canary@cache", "redis://********@cache");
    row("? in the password", "REDIS_URL", "redis://u:canary?x@cache", "redis://********@cache");
    row("# and / in the password", "REDIS_URL", "redis://u:ca/na#canary@cache",
        "redis://********@cache");
    row("key in the query", "LLM_ENDPOINT", "https://llm/v1?key=canary", "https://llm/v1?********");
    row("key in the fragment", "LLM_ENDPOINT", "https://llm/v1#canary", "https://llm/v1?********");
    row("unix socket", "REDIS_URL", "unix:///run/redis.sock", "unix:///run/redis.sock");
}

void tst_Value::displayText_showsNoSecret()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, shown);

    const Setting *setting = findSetting(name.toStdString());
    QVERIFY(setting != nullptr);
    const auto value = parseValue(*setting, text.toStdString());
    QVERIFY(value);
    QCOMPARE(displayText(*setting, *value).value_or("(none)"), shown.toStdString());
    QVERIFY(!mayBeShown(*setting, text.toStdString()));
}

void tst_Value::displayText_ofNothingIsNothing()
{
    for (const Setting &line : allSettings())
        QVERIFY(!displayText(line, {}));
}

QTEST_APPLESS_MAIN(tst_Value)
#include "tst_Value.moc"
