// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/FieldSelection.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {
const std::vector<FieldName> Names = {{"", "id"}, {"run", "id"}, {"run", "ended_at"}, {"", "runs"}};
}

class TestFieldSelection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goodLists_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<quint64>("bits");
        QTest::newRow("one") << QByteArray("id") << quint64(1);
        QTest::newRow("nested") << QByteArray("run.id") << quint64(2);
        QTest::newRow("whole group") << QByteArray("run") << quint64(6);
        QTest::newRow("group name is a prefix of another") << QByteArray("runs") << quint64(8);
        QTest::newRow("many") << QByteArray("runs,id,run.ended_at") << quint64(13);
    }
    void goodLists()
    {
        QFETCH(QByteArray, text);
        QFETCH(quint64, bits);
        const auto selection = parseFieldSelection(view(text), Names);
        QVERIFY(selection.has_value());
        QCOMPARE(quint64(selection->bits()), bits);
    }

    void badLists_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("start");
        const auto row = [](const char *text, const char *start) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(start);
        };
        row("", "fields: the list is empty");
        row("id,secret_thing", "fields: name 2 is unknown; there are id, run.id,");
        row("id,", "fields: name 2 is unknown");
        row(",id", "fields: name 1 is unknown");
        row("ID", "fields: name 1 is unknown");
        row("run.", "fields: name 1 is unknown");
        row("run.x", "fields: name 1 is unknown");
        row("run.id.x", "fields: name 1 is unknown");
        row("id.x", "fields: name 1 is unknown");
    }
    void badLists()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, start);
        const auto selection = parseFieldSelection(view(text), Names);
        QVERIFY(!selection);
        QCOMPARE(bytes(selection.error().code), QByteArray("invalid_parameter"));
        QVERIFY(bytes(selection.error().message).startsWith(start));
        QVERIFY(!bytes(selection.error().message).contains("secret_thing"));
    }

    void theDefault_selectsEverything()
    {
        for (std::size_t i = 0; i < 64; ++i)
            QVERIFY(FieldSelection().has(i));
    }
};

QTEST_APPLESS_MAIN(TestFieldSelection)
#include "tst_FieldSelection.moc"
