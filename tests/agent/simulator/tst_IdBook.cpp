// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/IdBook.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <limits>

using namespace resync::simulator;

class TestIdBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void make_looksLikeANameBasedUuid()
    {
        static const QRegularExpression uuid(QStringLiteral(
            "^[0-9a-f]{8}-[0-9a-f]{4}-3[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        const IdBook ids(42);
        for (std::uint32_t row = 0; row < 500; ++row) {
            const Uuid id = ids.make(IdKind::Job, row);
            QVERIFY(uuid.match(QString::fromLatin1(id.view().data(), 36)).hasMatch());
        }
    }

    void make_givesEveryObjectItsOwnId()
    {
        const IdBook ids(42);
        QSet<QByteArray> seen;
        for (std::uint32_t row = 0; row < 2000; ++row) {
            for (IdKind kind : {IdKind::Job, IdKind::Run, IdKind::Stream})
                seen.insert(QByteArray(ids.make(kind, row).view().data(), 36));
            seen.insert(QByteArray(ids.make(IdKind::Run, row, 1).view().data(), 36));
        }
        QCOMPARE(seen.size(), 8000);
    }

    void rowOf_findsWhatMakeMade_data()
    {
        QTest::addColumn<std::uint32_t>("row");
        for (std::uint32_t row :
             {0U, 1U, 255U, 65'536U, 999'999U, std::numeric_limits<std::uint32_t>::max()})
            QTest::addRow("row %u", row) << row;
    }

    void rowOf_findsWhatMakeMade()
    {
        QFETCH(std::uint32_t, row);
        const IdBook ids(7);
        const Uuid id = ids.make(IdKind::Run, row, 2);
        QCOMPARE(ids.rowOf(IdKind::Run, id.view(), 2), std::optional(row));
        QVERIFY(!ids.rowOf(IdKind::Run, id.view(), 1));
        QVERIFY(!ids.rowOf(IdKind::Job, id.view(), 2));
        QVERIFY(!IdBook(8).rowOf(IdKind::Run, id.view(), 2));
    }

    void rowOf_refusesForeignText_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << QByteArray("4c1f80b2");
        QTest::newRow("foreign id") << QByteArray("4c1f80b2-6d3e-3a95-8b07-d2e94f1a6c53");
        QTest::newRow("no digits") << QByteArray(36, 'x');
        QTest::newRow("path") << QByteArray("../../../../../../../../../etc/passwd");
    }

    void rowOf_refusesForeignText()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!IdBook(7).rowOf(IdKind::Job, {text.constData(), std::size_t(text.size())}));
    }
};

QTEST_GUILESS_MAIN(TestIdBook)
#include "tst_IdBook.moc"
