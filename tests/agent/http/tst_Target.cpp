// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Target.h"

#include <QtTest>

using namespace resync::http;

class TestTarget : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitTarget_finds_data();
    void splitTarget_finds();
    void splitTarget_findsTheAuthority();
    void decodeQuery_reads_data();
    void decodeQuery_reads();
};

void TestTarget::splitTarget_finds_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("query");
    const auto row = [](const char *target, const char *path, const char *query) {
        QTest::newRow(target) << QByteArray(target) << QByteArray(path) << QByteArray(query);
    };
    row("/", "/", "");
    row("/a/b", "/a/b", "");
    row("/a?b=c", "/a", "b=c");
    row("/a?", "/a", "");
    row("/a?b?c", "/a", "b?c");
    row("/a?u=http://x/y", "/a", "u=http://x/y");
    row("//a", "//a", "");
    row("*", "*", "");
    row("http://h/a?b", "/a", "b");
    row("http://h:80", "/", "");
    row("http://h?b", "/", "b");
    row("HTTPS://[::1]/a", "/a", "");
}

void TestTarget::splitTarget_finds()
{
    QFETCH(QByteArray, target);
    const std::string text = target.toStdString();
    const Target parts = splitTarget(text);
    QTEST(QByteArray::fromStdString(std::string(parts.path)), "path");
    QTEST(QByteArray::fromStdString(std::string(parts.query)), "query");
}

void TestTarget::splitTarget_findsTheAuthority()
{
    QCOMPARE(splitTarget("http://h:80/a?b").authority, std::string_view("h:80"));
    QCOMPARE(splitTarget("HTTPS://[::1]?b").authority, std::string_view("[::1]"));
    QCOMPARE(splitTarget("http://h").authority, std::string_view("h"));
    for (const char *target : {"/", "*", "//h/a", "/a?u=http://x/y"})
        QVERIFY(splitTarget(target).authority.empty());
}

void TestTarget::decodeQuery_reads_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("expected"); // "malformed", or name=value; …
    const auto row = [](const char *query, const char *expected) {
        QTest::newRow(query) << QByteArray(query) << QByteArray(expected);
    };
    row("", "");
    row("a=1", "a=1;");
    row("a=1&a=2&b=3", "a=1;a=2;b=3;");
    row("a", "a=;");
    row("a=", "a=;");
    row("=1", "=1;");
    row("a=b=c", "a=b=c;");
    row("&&a=1&", "a=1;");
    row("a+b=c+d", "a b=c d;");
    row("a=%2B%20%26", "a=+ &;");
    row("%C3%A9=x", "\xC3\xA9=x;");
    row("a=%", "malformed");
    row("a=%2", "malformed");
    row("%zz=1", "malformed");
    row("a=%00", "malformed");
    row("a=%FF", "malformed");
    row("a=%ED%A0%80", "malformed"); // a surrogate
}

void TestTarget::decodeQuery_reads()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, expected);
    QueryParameters parameters;
    const bool isWell = decodeQuery(query.toStdString(), parameters);
    QCOMPARE(isWell, expected != "malformed");
    std::string joined;
    for (const auto &[name, value] : parameters)
        joined.append(name).append("=").append(value).append(";");
    if (isWell)
        QCOMPARE(joined, expected.toStdString());
}

QTEST_APPLESS_MAIN(TestTarget)
#include "tst_Target.moc"
