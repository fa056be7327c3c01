// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/Redaction.h"

#include <QtTest>

using namespace resync::engine;

class tst_Redaction : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void login_isMasked_data();
    void login_isMasked();
};

void tst_Redaction::login_isMasked_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("nothing") << QByteArray("HTTP 500, out of order")
                             << QByteArray("HTTP 500, out of order");
    QTest::newRow("password") << QByteArray("x s3cret y s3crets3cret")
                              << QByteArray("x ******** y ****************");
    QTest::newRow("key") << QByteArray("Bearer j.w.t") << QByteArray("Bearer ********");
    // RFC 4648; Python's b64encode(b"twsuser:s3cret")
    QTest::newRow("Basic") << QByteArray("Basic dHdzdXNlcjpzM2NyZXQ=")
                           << QByteArray("Basic ********=");
}

void tst_Redaction::login_isMasked()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    EngineSettings settings;
    settings.user = "twsuser";
    settings.password = "s3cret";
    settings.apiKey = "j.w.t";
    QCOMPARE(redacted(text.toStdString(), settings), expected.toStdString());
    QCOMPARE(redacted(text.toStdString(), {}), text.toStdString());
}

QTEST_APPLESS_MAIN(tst_Redaction)
#include "tst_Redaction.moc"
