// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/DotEnv.h"

#include <QtTest>

using namespace resync::config;

class tst_DotEnv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_readsOneLine_data();
    void parse_readsOneLine();
    void parse_namesTheBadLine_data();
    void parse_namesTheBadLine();
    void parse_lastOfEqualNamesWins();
    void parse_goesOnBehindABadLine();
};

void tst_DotEnv::parse_readsOneLine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("expected");

    const auto row = [](const char *title, const QByteArray &line, const QByteArray &expected) {
        QTest::newRow(title) << line << expected;
    };
    row("plain", "A=b", "b");
    row("export", "export A=b", "b");
    row("export and tab", "export\tA=b", "b");
    row("blanks around", "  A = b  ", "b");
    row("CRLF", "A=b\r", "b");
    row("comment behind", "A=b # c", "b");
    row("comment behind a tab", "A=b\t# c", "b");
    row("hash inside", "A=b#c", "b#c");
    row("hash at the start", "A=#c", "#c");
    row("only a comment", "A= # c", "");
    row("empty", "A=", "");
    row("equals inside", "A=b=c==", "b=c==");
    row("single quotes", R"(A='b # "c" $d \n')", R"(b # "c" $d \n)");
    row("double quotes", R"(A="b # 'c'")", "b # 'c'");
    row("escapes", R"(A="a\tb\"c\\d\$e\x")", "a\tb\"c\\d$e\\x");
    row("comment behind quotes", "A='b' # c", "b");
    row("blanks in quotes stay", "A=' b '", " b ");
    row("empty quotes", "A=''", "");
    row("nothing is expanded", "A=$HOME/${B}", "$HOME/${B}");
    row("beyond ASCII", "A=ção", "ção");
}

void tst_DotEnv::parse_readsOneLine()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, expected);

    Problems problems;
    const std::string text = "\n# comment\n" + line.toStdString() + "\n";
    const auto all = parseDotEnv(text, "/x/.env", problems);
    QVERIFY2(problems.errors.empty(),
             problems.errors.empty() ? "" : problems.errors[0].message.c_str());
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(all[0].name, std::string("A"));
    QCOMPARE(all[0].text, expected.toStdString());
    QCOMPARE(all[0].origin.place(), std::string("/x/.env line 3"));
}

void tst_DotEnv::parse_namesTheBadLine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("reason");

    QTest::newRow("no equals") << QByteArray("canary") << QByteArray("no =");
    QTest::newRow("no name") << QByteArray("=canary") << QByteArray("not a name");
    QTest::newRow("name with a blank") << QByteArray("A canary=b") << QByteArray("not a name");
    QTest::newRow("name with a digit first") << QByteArray("1A=canary") << QByteArray("not a name");
    QTest::newRow("open quote") << QByteArray("A='canary") << QByteArray("closing quote");
    QTest::newRow("open double quote")
        << QByteArray("A=\"canary\\\"") << QByteArray("closing quote");
    QTest::newRow("text behind") << QByteArray("A='b'canary") << QByteArray("behind the closing");
    QTest::newRow("hash without a blank") << QByteArray("A='b'#canary") << QByteArray("behind the");
    QTest::newRow("export alone") << QByteArray("export") << QByteArray("no =");
}

void tst_DotEnv::parse_namesTheBadLine()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, reason);

    Problems problems;
    const auto all = parseDotEnv("\n" + line.toStdString(), "/x/.env", problems);
    QVERIFY(all.empty());
    QCOMPARE(problems.errors.size(), std::size_t(1));
    const std::string &message = problems.errors[0].message;
    QVERIFY2(message.find("/x/.env line 2: ") != std::string::npos, message.c_str());
    QVERIFY2(message.find(reason.toStdString()) != std::string::npos, message.c_str());
    QVERIFY2(message.find("canary") == std::string::npos, message.c_str());
}

void tst_DotEnv::parse_lastOfEqualNamesWins()
{
    Problems problems;
    const auto all = parseDotEnv("A=1\nB=2\nA=3\n", ".env", problems);
    QCOMPARE(all.size(), std::size_t(2));
    QCOMPARE(all[0].text, std::string("3"));
    QCOMPARE(all[0].origin.line.value_or(0), 3);
    QCOMPARE(problems.warnings.size(), std::size_t(1));
    QCOMPARE(problems.warnings[0].message,
             std::string(".env line 3: A was already given in line 1; the later one counts"));
}

void tst_DotEnv::parse_goesOnBehindABadLine()
{
    Problems problems;
    const auto all = parseDotEnv("oops\nA=1\noops\n", ".env", problems);
    QCOMPARE(all.size(), std::size_t(1));
    QCOMPARE(problems.errors.size(), std::size_t(2));
}

QTEST_APPLESS_MAIN(tst_DotEnv)
#include "tst_DotEnv.moc"
