// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/TomlFile.h"

#include <QtTest>

using namespace resync::config;

class tst_TomlFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_joinsThePathToAName_data();
    void parse_joinsThePathToAName();
    void parse_refusesOtherValues_data();
    void parse_refusesOtherValues();
    void parse_refusesEndlessNesting();
    void parse_namesThePlaceOfBadToml_data();
    void parse_namesThePlaceOfBadToml();
};

void tst_TomlFile::parse_joinsThePathToAName_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("line");

    const auto row = [](const char *title, const char *text, const char *name, const char *value,
                        int line) {
        QTest::newRow(title) << QByteArray(text) << QByteArray(name) << QByteArray(value) << line;
    };
    row("table", "[tws]\nhost = \"mdm01\"", "TWS_HOST", "mdm01", 2);
    row("dotted", "tws.host = 'mdm01'", "TWS_HOST", "mdm01", 1);
    row("inline table", "tws = { host = 'mdm01' }", "TWS_HOST", "mdm01", 1);
    row("bare upper case", "TWS_HOST = 'mdm01'", "TWS_HOST", "mdm01", 1);
    row("bare lower case", "workers = 2", "WORKERS", "2", 1);
    row("alias", "[app.tws]\nhost = 'mdm01'", "APP_TWS_HOST", "mdm01", 2);
    row("name of two words", "[tws]\nread_timeout = 30", "TWS_READ_TIMEOUT", "30", 2);
    row("fraction", "[tws]\nread_timeout = 2.5", "TWS_READ_TIMEOUT", "2.5", 2);
    row("flag", "[tws]\nverify = false", "TWS_VERIFY", "false", 2);
    row("list", "[tws]\nhost = ['a', 'b:1']", "TWS_HOST", "a,b:1", 2);
    row("a sign outside of ASCII", "[tws]\nuser = \"\"\"\\\n  \xC2\xA7 1\"\"\"", "TWS_USER",
        "\xC2\xA7 1", 2);
    row("empty list", "[tws]\nhost = []", "TWS_HOST", "", 2);
}

void tst_TomlFile::parse_joinsThePathToAName()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(int, line);

    Problems problems;
    const auto all = parseToml(text.toStdString(), "settings.toml", Layer::Settings, problems);
    QVERIFY(problems.errors.empty());
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].name, name.toStdString());
    QCOMPARE(all[0].text, value.toStdString());
    QCOMPARE(all[0].origin.line.value_or(0), line);
    QVERIFY(all[0].origin.layer == Layer::Settings);
}

void tst_TomlFile::parse_refusesOtherValues_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("date") << QByteArray("[tws]\nhost = 2026-11-24");
    QTest::newRow("list of numbers") << QByteArray("[tws]\nhost = [1, 2]");
    QTest::newRow("list of lists") << QByteArray("[tws]\nhost = [['canary']]");
    QTest::newRow("list of tables") << QByteArray("#\n[[tws]]\nhost = 'canary'");
}

void tst_TomlFile::parse_refusesOtherValues()
{
    QFETCH(QByteArray, text);

    Problems problems;
    const auto all = parseToml(text.toStdString(), "settings.toml", Layer::Settings, problems);
    QVERIFY(all.empty());
    QCOMPARE(problems.errors.size(), std::size_t(1));
    const std::string &message = problems.errors[0].message;
    QVERIFY2(message.find("settings.toml line 2: must be a text") != std::string::npos,
             message.c_str());
    QVERIFY(message.find("canary") == std::string::npos);
}

void tst_TomlFile::parse_refusesEndlessNesting()
{
    std::string name = "canary";
    for (int i = 0; i < 32'000; ++i)
        name += ".a";
    for (const std::string &line : {name + " = 1", '[' + name + ']'}) {
        Problems problems;
        QVERIFY(parseToml("#\n" + line, "settings.toml", Layer::Settings, problems).empty());
        QCOMPARE(problems.errors.size(), std::size_t(1));
        QVERIFY(problems.errors[0].message.starts_with("settings.toml line 2: "));
        QVERIFY(problems.errors[0].message.find("canary") == std::string::npos);
    }
}

void tst_TomlFile::parse_namesThePlaceOfBadToml_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("unquoted text") << QByteArray("[admin]\npassword = canary");
    QTest::newRow("unquoted number") << QByteArray("[admin]\npassword = 123canary");
    QTest::newRow("a sign outside of ASCII") << QByteArray("#\npassword = 1\xC2\xA7"
                                                           "canary");
    QTest::newRow("a name outside of ASCII") << QByteArray("#\n\xD0\xB6"
                                                           "canary = 1");
    QTest::newRow("open text") << QByteArray("[admin]\npassword = \"canary");
    QTest::newRow("given twice") << QByteArray("password = 'canary'\npassword = 'canary'");
    QTest::newRow("no value") << QByteArray("[admin]\ncanary");
    QTest::newRow("bad escape") << QByteArray("[admin]\npassword = \"canary\\q\"");
    QTest::newRow("table that begins with a dot") << QByteArray("#\n[.canary]");
    QTest::newRow("three brackets") << QByteArray("#\n[[[canary]]]");
    QTest::newRow("open table") << QByteArray("#\n[canary");
}

void tst_TomlFile::parse_namesThePlaceOfBadToml()
{
    QFETCH(QByteArray, text);

    Problems problems;
    const auto all = parseToml(text.toStdString(), "settings.toml", Layer::Settings, problems);
    QVERIFY(all.empty());
    QCOMPARE(problems.errors.size(), std::size_t(1));
    const std::string &message = problems.errors[0].message;
    QVERIFY2(message.starts_with("settings.toml line 2, column "), message.c_str());
    QVERIFY2(message.find("canary") == std::string::npos, message.c_str());
}

QTEST_APPLESS_MAIN(tst_TomlFile)
#include "tst_TomlFile.moc"
