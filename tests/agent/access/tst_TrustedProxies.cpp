// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/TrustedProxies.h"

#include <QTest>

using namespace resync;
using namespace resync::access;

class tst_TrustedProxies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contains_data();
    void contains();
    void nonsense_isNamed_data();
    void nonsense_isNamed();
    void noProxies_trustNobody();
};

void tst_TrustedProxies::contains_data()
{
    QTest::addColumn<QString>("network");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isIn");
    QTest::newRow("address") << "10.0.0.7"
                             << "10.0.0.7" << true;
    QTest::newRow("another") << "10.0.0.7"
                             << "10.0.0.8" << false;
    QTest::newRow("as IPv6") << "10.0.0.7"
                             << "::ffff:10.0.0.7" << true;
    QTest::newRow("network") << "10.1.0.0/16"
                             << "10.1.255.255" << true;
    QTest::newRow("beside it") << "10.1.0.0/16"
                               << "10.2.0.0" << false;
    QTest::newRow("odd bits in") << "10.0.0.64/27"
                                 << "10.0.0.95" << true;
    QTest::newRow("odd bits out") << "10.0.0.64/27"
                                  << "10.0.0.96" << false;
    QTest::newRow("all of IPv4") << "0.0.0.0/0"
                                 << "192.0.2.1" << true;
    QTest::newRow("not of IPv6") << "0.0.0.0/0"
                                 << "2001:db8::1" << false;
    QTest::newRow("IPv6") << "fd00::/8"
                          << "fd12:3456::1" << true;
    QTest::newRow("IPv6 out") << "fd00::/8"
                              << "fe00::1" << false;
    QTest::newRow("IPv6 spelling") << "2001:DB8:0::1"
                                   << "2001:db8::1" << true;
    QTest::newRow("no address") << "0.0.0.0/0"
                                << "unknown" << false;
}

void tst_TrustedProxies::contains()
{
    QFETCH(QString, network);
    QFETCH(QString, address);
    QFETCH(bool, isIn);
    const auto proxies = TrustedProxies::parse({network.toStdString()});
    QVERIFY(proxies);
    QCOMPARE(proxies->contains(address.toStdString()), isIn);
}

void tst_TrustedProxies::nonsense_isNamed_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text : {"proxy.example", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                             "fd00::/129", "10.0.0.1:80", "/8", "10.0.0.0/8/8"})
        QTest::newRow(text) << QString::fromLatin1(text);
}

void tst_TrustedProxies::nonsense_isNamed()
{
    QFETCH(QString, text);
    const auto proxies = TrustedProxies::parse({"10.0.0.1", text.toStdString()});
    QVERIFY(!proxies);
    QCOMPARE(proxies.error().message, text.toStdString() + " is neither an address nor a network");
}

void tst_TrustedProxies::noProxies_trustNobody()
{
    QVERIFY(!TrustedProxies().contains("127.0.0.1"));
    QVERIFY(TrustedProxies().clientAddress("127.0.0.1", {"192.0.2.1"}) == "127.0.0.1");
}

QTEST_APPLESS_MAIN(tst_TrustedProxies)
#include "tst_TrustedProxies.moc"
