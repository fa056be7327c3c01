// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Text.h"
#include "tests/support/Bytes.h"

#include <QTest>

#include <random>

using namespace resync;
using namespace resync::test;

namespace {

QByteArray orRefused(const std::optional<std::string> &text)
{
    return text ? bytes(*text) : QByteArray("refused");
}

} // namespace

class TestText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void percentDecode_refusesWhatIsCut_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
        QTest::newRow("slash") << QByteArray("%2Fa%2fb") << QByteArray("/a/b");
        QTest::newRow("plus stays") << QByteArray("a+b") << QByteArray("a+b");
        QTest::newRow("percent itself") << QByteArray("%25") << QByteArray("%");
        QTest::newRow("cut") << QByteArray("a%2") << QByteArray("refused");
        QTest::newRow("bare percent") << QByteArray("100%") << QByteArray("refused");
        QTest::newRow("not hex") << QByteArray("%zz") << QByteArray("refused");
        QTest::newRow("empty") << QByteArray() << QByteArray();
    }
    void percentDecode_refusesWhatIsCut()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        QCOMPARE(orRefused(percentDecode(view(text))), expected);
    }

    void percentEncode_keepsUnreservedOnly()
    {
        QCOMPARE(bytes(percentEncode("aZ09-._~/ é%")), QByteArray("aZ09-._~%2F%20%C3%A9%25"));
    }

    void base64_knownVectors_data() // RFC 4648 §10
    {
        QTest::addColumn<QByteArray>("plain");
        QTest::addColumn<QByteArray>("coded");
        QTest::newRow("empty") << QByteArray() << QByteArray();
        QTest::newRow("f") << QByteArray("f") << QByteArray("Zg==");
        QTest::newRow("fo") << QByteArray("fo") << QByteArray("Zm8=");
        QTest::newRow("foo") << QByteArray("foo") << QByteArray("Zm9v");
        QTest::newRow("foob") << QByteArray("foob") << QByteArray("Zm9vYg==");
        QTest::newRow("fooba") << QByteArray("fooba") << QByteArray("Zm9vYmE=");
        QTest::newRow("foobar") << QByteArray("foobar") << QByteArray("Zm9vYmFy");
    }
    void base64_knownVectors()
    {
        QFETCH(QByteArray, plain);
        QFETCH(QByteArray, coded);
        QCOMPARE(bytes(base64Encode(view(plain))), coded);
        QCOMPARE(orRefused(base64Decode(view(coded))), plain);
    }

    void base64Decode_refuses_data()
    {
        QTest::addColumn<QByteArray>("coded");
        for (const char *bad : {"Zg", "Zg=", "Z===", "Zm9v!", "Zm 9v", "Zh==", "====", "Zg==Zg=="})
            QTest::newRow(bad) << QByteArray(bad);
    }
    void base64Decode_refuses()
    {
        QFETCH(QByteArray, coded);
        QVERIFY(!base64Decode(view(coded)));
    }

    void bothBase64Forms_roundTripAnyBytes()
    {
        std::mt19937 random(7); // NOLINT: the same bytes each time
        for (std::size_t length = 0; length < 200; ++length) {
            std::string text(length, '\0');
            for (char &c : text)
                c = static_cast<char>(random());
            QVERIFY(base64UrlDecode(base64UrlEncode(text)) == text);
            QVERIFY(base64Decode(base64Encode(text)) == text);
            QVERIFY(percentDecode(percentEncode(text)) == text);
        }
        QCOMPARE(bytes(base64UrlEncode("\xFB\xFF")), QByteArray("-_8"));
    }

    void isUtf8_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("expected");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("two bytes") << QByteArray("\xC2\x80") << true;
        QTest::newRow("three bytes") << QByteArray("\xE2\x82\xAC") << true;
        QTest::newRow("four bytes") << QByteArray("\xF4\x8F\xBF\xBF") << true;
        QTest::newRow("above U+10FFFF") << QByteArray("\xF4\x90\x80\x80") << false;
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << false;
        QTest::newRow("overlong two") << QByteArray("\xC1\xBF") << false;
        QTest::newRow("overlong three") << QByteArray("\xE0\x9F\xBF") << false;
        QTest::newRow("overlong four") << QByteArray("\xF0\x8F\xBF\xBF") << false;
        QTest::newRow("cut") << QByteArray("a\xE2\x82") << false;
        QTest::newRow("lone follower") << QByteArray("\x80") << false;
    }
    void isUtf8()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, expected);
        QCOMPARE(resync::isUtf8(view(text)), expected);
    }

    void smallHelpers()
    {
        QCOMPARE(bytes(toLower("ABC É")), QByteArray("abc É"));
        QCOMPARE(bytes(toUpper("abc-1")), QByteArray("ABC-1"));
        QVERIFY(equalsIgnoringCase("Host", "hOST"));
        QVERIFY(!equalsIgnoringCase("Host", "Hosts"));
        QCOMPARE(bytes(trimmed(" \t a b \r\n")), QByteArray("a b"));
        QVERIFY(trimmed(" \n").empty());
        QVERIFY((split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"}));
        QVERIFY((split("", ',') == std::vector<std::string_view>{""}));
    }

    void takePart_goesOnUntilNothingIsLeft()
    {
        std::optional<std::string_view> rest = "a,,b,";
        for (const char *part : {"a", "", "b"}) {
            QCOMPARE(takePart(rest, ','), std::string_view(part));
            QVERIFY2(rest, part);
        }
        QCOMPARE(takePart(rest, ','), std::string_view());
        QVERIFY(!rest);
    }

    void parseNatural_takesDigitsOnly()
    {
        QVERIFY(parseNatural("0") == 0U);
        QVERIFY(parseNatural("18446744073709551615") == 18446744073709551615ULL);
        for (const char *bad : {"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "18446744073709551616"})
            QVERIFY2(!parseNatural(bad), bad);
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_Text.moc"
