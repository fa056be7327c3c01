// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/PasswordRules.h"

#include <QtTest>

using namespace resync::config;

class tst_PasswordRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void weakness_data();
    void weakness();
};

void tst_PasswordRules::weakness_data()
{
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<QByteArray>("reason"); // empty: strong enough

    const QByteArray tooShort("shorter than 12");
    const QByteArray common("everybody");
    QTest::newRow("empty") << QByteArray() << tooShort;
    QTest::newRow("eleven") << QByteArray("Xk9#mQ2$vL7") << tooShort;
    QTest::newRow("eleven characters of two bytes")
        << QByteArray("éééééààààààà").left(22) << tooShort;
    QTest::newRow("the user's name")
        << QByteArray("Control.Room.Lead") << QByteArray("user's name");
    QTest::newRow("word and digits") << QByteArray("password1234") << common;
    QTest::newRow("word and year") << QByteArray("Password2026!") << common;
    QTest::newRow("word in the middle") << QByteArray("123Welcome!!!") << common;
    QTest::newRow("word twice") << QByteArray("adminadminadmin") << common;
    QTest::newRow("Portuguese") << QByteArray("Mudar@123456") << common;
    QTest::newRow("keys in a row") << QByteArray("qwertyuiop12") << common;
    QTest::newRow("digits up") << QByteArray("123456789012") << common;
    QTest::newRow("digits down") << QByteArray("098765432109") << common;
    QTest::newRow("one digit") << QByteArray("000000000000") << common;
    QTest::newRow("two in turn") << QByteArray("abababababab") << common;
    QTest::newRow("the product") << QByteArray("resync-2026-!") << common;
    QTest::newRow("random") << QByteArray("Xk9#mQ2$vL7w") << QByteArray();
    QTest::newRow("random digits") << QByteArray("493820193847") << QByteArray();
    QTest::newRow("a sentence") << QByteArray("four tall cranes wait") << QByteArray();
    QTest::newRow("word within words") << QByteArray("my password is long") << QByteArray();
}

void tst_PasswordRules::weakness()
{
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, reason);

    const auto found = passwordWeakness(password.toStdString(), "control.room.lead");
    QCOMPARE(found.empty(), reason.isEmpty());
    QVERIFY2(found.find(reason.toStdString()) != std::string_view::npos,
             std::string(found).c_str());
}

QTEST_APPLESS_MAIN(tst_PasswordRules)
#include "tst_PasswordRules.moc"
