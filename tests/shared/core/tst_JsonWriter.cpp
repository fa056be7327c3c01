// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/JsonWriter.h"
#include "shared/core/Text.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <limits>
#include <random>

using namespace resync;
using namespace resync::test;
using nlohmann::json;

namespace {

/// Writes \a value with the writer under test.
void writeTree(JsonWriter &out, const json &value)
{
    switch (value.type()) {
    case json::value_t::object:
        out.beginObject();
        for (const auto &[name, member] : value.items()) {
            out.escapedKey(name);
            writeTree(out, member);
        }
        out.endObject();
        return;
    case json::value_t::array:
        out.beginArray();
        for (const auto &element : value)
            writeTree(out, element);
        out.endArray();
        return;
    case json::value_t::string:
        out.value(value.get_ref<const std::string &>());
        return;
    case json::value_t::boolean:
        out.value(value.get<bool>());
        return;
    case json::value_t::number_integer:
        out.value(value.get<std::int64_t>());
        return;
    case json::value_t::number_unsigned:
        out.value(value.get<std::uint64_t>());
        return;
    case json::value_t::number_float:
        out.value(value.get<double>());
        return;
    default:
        out.null();
    }
}

class TreeMaker
{
public:
    json make(int depth)
    {
        switch (pick(depth > 0 ? 8 : 6)) {
        case 0:
            return nullptr;
        case 1:
            return pick(2) == 0;
        case 2:
            return static_cast<std::int64_t>(m_random());
        case 3:
            return static_cast<std::uint64_t>(m_random());
        case 4:
            return static_cast<double>(m_random()) / 1e9;
        case 5:
            return text();
        case 6: {
            json array = json::array();
            for (auto n = pick(5); n > 0; --n)
                array.push_back(make(depth - 1));
            return array;
        }
        default: {
            json object = json::object();
            for (auto n = pick(5); n > 0; --n)
                object[text()] = make(depth - 1);
            return object;
        }
        }
    }

    std::string bytesOfAnyKind()
    {
        std::string out(pick(24), '\0');
        for (char &c : out)
            c = static_cast<char>(pick(256));
        return out;
    }

private:
    std::uint64_t pick(std::uint64_t below) { return m_random() % below; }
    std::string text()
    {
        static const std::vector<std::string> Pieces = {"a",    "\"", "\\",     "\n",
                                                        "\x01", "é",  "\u20ac", "\xF0\x9F\x9A\x80",
                                                        "/",    " ",  "\x7f",   "\t"};
        std::string out;
        for (auto n = pick(8); n > 0; --n)
            out += Pieces.at(pick(Pieces.size()));
        return out;
    }

    std::mt19937_64 m_random{20261124}; // NOLINT: the same trees each time
};

} // namespace

class TestJsonWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomTrees_areReadBackByNlohmann()
    {
        TreeMaker maker;
        for (int i = 0; i < 2'000; ++i) {
            const json tree = maker.make(4);
            std::string text;
            JsonWriter writer(text);
            writeTree(writer, tree);
            const json back = json::parse(text, nullptr, false);
            QVERIFY2(back == tree, text.c_str());
        }
    }

    void anyBytes_becomeValidJson()
    {
        TreeMaker maker;
        for (int i = 0; i < 5'000; ++i) {
            const std::string input = maker.bytesOfAnyKind();
            std::string text;
            appendJsonString(text, input);
            QVERIFY(isUtf8(text));
            const json back = json::parse(text, nullptr, false);
            QVERIFY2(back.is_string(), text.c_str());
            if (isUtf8(input))
                QVERIFY(back.get<std::string>() == input);
        }
    }

    void strings_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const QByteArray &text, const char *expected) {
            QTest::newRow(name) << text << QByteArray(expected);
        };
        row("empty", "", "\"\"");
        row("quotes and backslash", "a\"b\\c", "\"a\\\"b\\\\c\"");
        row("line ends", "a\r\n\tb", "\"a\\r\\n\\tb\"");
        row("control characters", QByteArray("\x01\x1f", 2), "\"\\u0001\\u001f\"");
        row("NUL", QByteArray("a\0b", 3), "\"a\\u0000b\"");
        row("umlaut stays", "\xC3\xA9", "\"\xC3\xA9\"");
        row("Latin-1 byte is replaced", "caf\xE9", "\"caf\xEF\xBF\xBD\"");
        row("cut sequence is replaced", "\xE2\x82", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
        row("surrogate is replaced", "\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
        row("overlong slash is replaced", "\xC0\xAF", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    }
    void strings()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, expected);
        std::string out;
        JsonWriter(out).value(view(text));
        QCOMPARE(bytes(out), expected);
    }

    void commas_standBetweenMembersAndElements()
    {
        std::string out;
        JsonWriter writer(out);
        writer.beginObject();
        writer.member("a", 1);
        writer.key("b");
        writer.beginArray();
        writer.value("x");
        writer.beginObject();
        writer.endObject();
        writer.null();
        writer.endArray();
        writer.memberNull("c");
        writer.member("d", std::optional<int>());
        writer.member("e", std::optional<Instant>(Instant(milliseconds(0))));
        writer.escapedKey("f\"");
        writer.value(true);
        writer.endObject();
        const QByteArray expected = "{\"a\":1,\"b\":[\"x\",{},null],\"c\":null,\"d\":null,"
                                    "\"e\":\"1970-01-01T00:00:00.000Z\",\"f\\\"\":true}";
        QCOMPARE(bytes(out), expected);
    }

    void numbers_ignoreTheLocale()
    {
        const CommaLocale comma;
        std::string out;
        JsonWriter writer(out);
        writer.beginArray();
        writer.value(0.5);
        writer.value(1234567.25);
        writer.value(std::numeric_limits<std::int64_t>::min());
        writer.value(std::numeric_limits<std::uint64_t>::max());
        writer.value(std::numeric_limits<double>::quiet_NaN());
        writer.value(std::numeric_limits<double>::infinity());
        writer.endArray();
        QCOMPARE(
            bytes(out),
            QByteArray("[0.5,1234567.25,-9223372036854775808,18446744073709551615,null,null]"));
    }
};

QTEST_APPLESS_MAIN(TestJsonWriter)
#include "tst_JsonWriter.moc"
