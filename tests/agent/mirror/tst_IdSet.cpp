// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/IdSet.h"

#include <QTest>

using namespace resync::mirror;

class tst_IdSet : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothForms_areFound_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("UUID") << QByteArray("0f8b1c3e-5d2a-3b4c-8d9e-a1b2c3d4e5f6");
        QTest::newRow("UUID of zeros") << QByteArray("00000000-0000-0000-0000-000000000000");
        QTest::newRow("upper case: text") << QByteArray("0F8B1C3E-5D2A-3B4C-8D9E-A1B2C3D4E5F6");
        QTest::newRow("text") << QByteArray("0AAAAAAAAAAAABCD;job");
        QTest::newRow("empty") << QByteArray("");
    }

    void bothForms_areFound()
    {
        QFETCH(const QByteArray, id);
        const std::string text = id.toStdString();
        IdSet ids;
        QVERIFY(!ids.contains(IdKey(text)));
        ids.insert(text);
        ids.insert(text); // twice is once
        QVERIFY(ids.contains(IdKey(text)));
        ids.clear();
        QVERIFY(!ids.contains(IdKey(text)));
    }

    void oneForm_isNotTheOther()
    {
        IdSet ids;
        ids.insert("0f8b1c3e-5d2a-3b4c-8d9e-a1b2c3d4e5f6");
        QVERIFY(!ids.contains(IdKey("0F8B1C3E-5D2A-3B4C-8D9E-A1B2C3D4E5F6")));
        QVERIFY(!ids.contains(IdKey("0f8b1c3e-5d2a-3b4c-8d9e-a1b2c3d4e5f7")));
        QVERIFY(!ids.contains(IdKey("")));
    }

    void texts_needNotLive()
    {
        IdSet ids;
        {
            const std::string gone = "a text that is longer than what a string holds in itself";
            ids.insert(gone);
        }
        QVERIFY(ids.contains(IdKey("a text that is longer than what a string holds in itself")));
    }
};

QTEST_APPLESS_MAIN(tst_IdSet)
#include "tst_IdSet.moc"
