// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Names.h"

#include <QtTest>

using namespace resync::config;

class tst_Names : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meaning_ofEachForm_data();
    void meaning_ofEachForm();
    void nearest_findsTypingMistakes_data();
    void nearest_findsTypingMistakes();
    void prefix_leavesOtherVariablesAlone();
};

void tst_Names::meaning_ofEachForm_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("setting"); // empty: unknown
    QTest::addColumn<bool>("isFile");

    QTest::newRow("bare") << QByteArray("TWS_HOST") << QByteArray("TWS_HOST") << false;
    QTest::newRow("alias") << QByteArray("APP_TWS_HOST") << QByteArray("TWS_HOST") << false;
    QTest::newRow("begins like an alias")
        << QByteArray("APP_ENV") << QByteArray("APP_ENV") << false;
    QTest::newRow("file") << QByteArray("TWS_PASSWORD_FILE") << QByteArray("TWS_PASSWORD") << true;
    QTest::newRow("alias of a file")
        << QByteArray("APP_TWS_PASSWORD_FILE") << QByteArray("TWS_PASSWORD") << true;
    QTest::newRow("ends in FILE itself")
        << QByteArray("TWS_CA_FILE") << QByteArray("TWS_CA_FILE") << false;
    QTest::newRow("file of a file") << QByteArray("TWS_CA_FILE_FILE") << QByteArray() << false;
    QTest::newRow("case counts") << QByteArray("tws_host") << QByteArray() << false;
    QTest::newRow("unknown") << QByteArray("PATH") << QByteArray() << false;
    QTest::newRow("suffix alone") << QByteArray("_FILE") << QByteArray() << false;
}

void tst_Names::meaning_ofEachForm()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, setting);
    QFETCH(bool, isFile);

    const NameMeaning meaning = meaningOf(name.toStdString());
    QCOMPARE(meaning.setting == nullptr ? std::string() : std::string(meaning.setting->name),
             setting.toStdString());
    QCOMPARE(meaning.isFile, isFile);
}

void tst_Names::nearest_findsTypingMistakes_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("nearest");

    QTest::newRow("swapped") << QByteArray("TWS_PROT") << QByteArray("TWS_PORT");
    QTest::newRow("one too few") << QByteArray("TWS_HST") << QByteArray("TWS_HOST");
    QTest::newRow("other case") << QByteArray("tws_host") << QByteArray("TWS_HOST");
    QTest::newRow("with a word more") << QByteArray("ADMIN_USER") << QByteArray("ADMIN_USERNAME");
    QTest::newRow("file") << QByteArray("TWS_PASWORD_FILE") << QByteArray("TWS_PASSWORD_FILE");
    QTest::newRow("alias") << QByteArray("APP_TWS_HOTS") << QByteArray("TWS_HOST");
    QTest::newRow("alias of SERVER") << QByteArray("APP_SERVER_PROT") << QByteArray("SERVER_PORT");
    QTest::newRow("alias of a file")
        << QByteArray("APP_TWS_PASWORD_FILE") << QByteArray("TWS_PASSWORD_FILE");
    QTest::newRow("begins like an alias") << QByteArray("APP_EVN") << QByteArray("APP_ENV");
    QTest::newRow("alias of nothing") << QByteArray("APP_") << QByteArray();
    QTest::newRow("nothing like it") << QByteArray("COMPLETELY_ELSE") << QByteArray();
    QTest::newRow("endless") << QByteArray(1'000'000, 'A') << QByteArray();
}

void tst_Names::nearest_findsTypingMistakes()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, nearest);
    QCOMPARE(nearestName(name.toStdString()), nearest.toStdString());
}

void tst_Names::prefix_leavesOtherVariablesAlone()
{
    QVERIFY(hasKnownPrefix("TWS_HSOT"));
    QVERIFY(hasKnownPrefix("APP_X"));
    QVERIFY(!hasKnownPrefix("PATH"));
    QVERIFY(!hasKnownPrefix("LOG_LEVLE"));
    QVERIFY(!hasKnownPrefix("MY_TWS_HOST"));
}

QTEST_APPLESS_MAIN(tst_Names)
#include "tst_Names.moc"
