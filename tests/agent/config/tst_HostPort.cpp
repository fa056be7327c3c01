// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/HostPort.h"

#include <QtTest>

using namespace resync::config;

class tst_HostPort : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parseHost_takesNamesAndAddresses_data();
    void parseHost_takesNamesAndAddresses();
    void parseHost_refusesTheRest_data();
    void parseHost_refusesTheRest();
    void parseHostPort_knowsPorts_data();
    void parseHostPort_knowsPorts();
};

void tst_HostPort::parseHost_takesNamesAndAddresses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("host");

    const auto row = [](const char *title, const QByteArray &text, const char *host = nullptr) {
        QTest::newRow(title) << text << (host != nullptr ? QByteArray(host) : text);
    };
    const QByteArray label(63, 'a');
    row("name", "mdm01");
    row("name with a domain", "mdm-01.lab_2.example");
    row("name with the root's dot", "mdm01.example.");
    row("digits before letters", "3com.example");
    row("longest name", label + '.' + label + '.' + label + '.' + label.left(61));
    row("IPv4", "10.0.0.1");
    row("IPv6", "fd00::1");
    row("IPv6 in brackets", "[fd00::1]", "fd00::1");
    row("IPv6 with its zone", "[fe80::1%eth0]", "fe80::1%eth0");
    row("IPv4 in IPv6", "::ffff:10.0.0.1");
}

void tst_HostPort::parseHost_takesNamesAndAddresses()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, host);
    QCOMPARE(parseHost(text.toStdString()).value_or("(none)"), host.toStdString());
}

void tst_HostPort::parseHost_refusesTheRest_data()
{
    QTest::addColumn<QByteArray>("text");

    const auto row = [](const char *title, const QByteArray &text) {
        QTest::newRow(title) << text;
    };
    row("nothing", "");
    row("dot", ".");
    row("empty label", "a..b");
    row("long label", QByteArray(64, 'a'));
    row("long name", QByteArray("a.").repeated(127) + "a");
    row("blank", "a b");
    row("slash", "a/b");
    row("hyphen first", "-a");
    row("hyphen last", "a-.b");
    row("wildcard", "*.example");
    row("beyond ASCII", "m\xC3\xBCnchen.example");
    row("NUL", QByteArray("a\0b", 3));
    row("IPv4 out of range", "256.0.0.1");
    row("IPv4 too short", "10.1");
    row("IPv4 with a tail", QByteArray("10.0.0.1\0", 9));
    row("IPv4 in brackets", "[10.0.0.1]");
    row("name in brackets", "[mdm01]");
    row("empty brackets", "[]");
    row("open bracket", "[::1");
    row("IPv6 of too many", "1:2:3:4:5:6:7:8:9");
    row("IPv6 with an empty zone", "fe80::1%");
    row("port", "a:1");
}

void tst_HostPort::parseHost_refusesTheRest()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!parseHost(text.toStdString()));
}

void tst_HostPort::parseHostPort_knowsPorts_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("host"); // empty: refused
    QTest::addColumn<int>("port");        // 0: none

    const auto row = [](const char *text, const char *host, int port) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(host) << port;
    };
    row("mdm01", "mdm01", 0);
    row("mdm01:1", "mdm01", 1);
    row("10.0.0.1:65535", "10.0.0.1", 65535);
    row("[::1]", "::1", 0);
    row("[::1]:31116", "::1", 31116);
    row("mdm01:", "", 0);
    row("mdm01:0", "", 0);
    row("mdm01:65536", "", 0);
    row("mdm01:1:2", "", 0);
    row("mdm01:-1", "", 0);
    row(":31116", "", 0);
    row("::1", "", 0);
    row("[::1]31116", "", 0);
    row("[::1", "", 0);
}

void tst_HostPort::parseHostPort_knowsPorts()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, host);
    QFETCH(const int, port);
    const auto parsed = parseHostPort(text.toStdString());
    QCOMPARE(parsed.has_value(), !host.isEmpty());
    if (parsed) {
        QCOMPARE(parsed->host, host.toStdString());
        QCOMPARE(int(parsed->port.value_or(0)), port);
        QCOMPARE(toString(*parsed), text.toStdString());
    }
}

QTEST_APPLESS_MAIN(tst_HostPort)
#include "tst_HostPort.moc"
