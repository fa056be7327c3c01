// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/Codec.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

template<typename T>
QByteArray written(const T &value)
{
    std::string out;
    JsonWriter json(out);
    Codec<T>::write(json, value);
    return bytes(out);
}

} // namespace

class TestCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void durations_data()
    {
        QTest::addColumn<qint64>("millis");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("whole") << qint64(450'000) << QByteArray("450");
        QTest::newRow("half") << qint64(500) << QByteArray("0.5");
        QTest::newRow("hundredths") << qint64(1'250) << QByteArray("1.25");
        QTest::newRow("thousandths") << qint64(1'001) << QByteArray("1.001");
        QTest::newRow("one millisecond") << qint64(1) << QByteArray("0.001");
        QTest::newRow("ten milliseconds") << qint64(10) << QByteArray("0.01");
        QTest::newRow("zero") << qint64(0) << QByteArray("0");
        QTest::newRow("negative") << qint64(-1'500) << QByteArray("-1.5");
        QTest::newRow("less than a second before") << qint64(-20) << QByteArray("-0.02");
        QTest::newRow("a year") << qint64(31'536'000'001) << QByteArray("31536000.001");
    }
    void durations()
    {
        QFETCH(qint64, millis);
        QFETCH(QByteArray, text);
        const CommaLocale comma;
        QCOMPARE(written(milliseconds(millis)), text);
        const auto back = readDocument<milliseconds>(view(text), Codec<milliseconds>::read);
        QVERIFY(back.has_value());
        QCOMPARE(qint64(back->count()), millis);
    }

    void namesFromOutside_areEscaped()
    {
        QCOMPARE(written(NamedTexts{{"a\"b", "\xFF"}}),
                 QByteArray("{\"a\\\"b\":\"\xEF\xBF\xBD\"}"));
    }

    void anEmptyText_isUnknown()
    {
        QCOMPARE(written(std::string()), QByteArray("null"));
        QCOMPARE(written(std::optional<std::string>("")), QByteArray("\"\""));
        QCOMPARE(written(std::optional<std::string>()), QByteArray("null"));
    }
};

QTEST_APPLESS_MAIN(TestCodec)
#include "tst_Codec.moc"
