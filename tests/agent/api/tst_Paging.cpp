// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Cursor.h"
#include "agent/api/SortedRows.h"
#include "agent/api/SortOrder.h"

#include "shared/core/Text.h"

#include <QTest>

#include <algorithm>
#include <random>

using namespace resync;
using namespace resync::api;

namespace {

std::string textKey(std::string_view text, bool isDescending)
{
    SortKey key;
    key.add(text, isDescending);
    return key.take();
}

std::string numberKey(std::optional<std::int64_t> number, bool isDescending)
{
    SortKey key;
    key.add(number, isDescending);
    return key.take();
}

struct Ids
{
    std::vector<std::string> ids;
    [[nodiscard]] std::string_view idAt(std::size_t i) const { return ids[i]; }
};

} // namespace

/// Sort keys, orders and cursors: what a page of a sorted list is cut with.
class tst_Paging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textKeys_orderAsText()
    {
        QVERIFY(textKey("ABC", false) < textKey("abd", false));
        QVERIFY(textKey("AB", false) < textKey("ABC", false));
        QVERIFY(textKey("AB", true) > textKey("ABC", true));
        QCOMPARE(textKey("Load_GL", false), textKey("LOAD_gl", false));
    }

    void unknown_comesLastInBothDirections()
    {
        QVERIFY(textKey("", false) > textKey("zzz", false));
        QVERIFY(textKey("", true) > textKey("aaa", true));
        QVERIFY(numberKey(std::nullopt, false) > numberKey(INT64_MAX, false));
        QVERIFY(numberKey(std::nullopt, true) > numberKey(INT64_MIN, true));
    }

    void numberKeys_orderAsNumbers()
    {
        const std::vector<std::int64_t> numbers = {INT64_MIN, -70000, -1,  0,
                                                   1,         255,    256, INT64_MAX};
        for (std::size_t i = 1; i < numbers.size(); ++i) {
            QVERIFY(numberKey(numbers[i - 1], false) < numberKey(numbers[i], false));
            QVERIFY(numberKey(numbers[i - 1], true) > numberKey(numbers[i], true));
        }
    }

    void secondKey_decidesAmongEquals()
    {
        const auto pair = [](std::string_view text, std::int64_t number) {
            SortKey key;
            key.add(text, false);
            key.add(std::optional(number), true);
            return key.take();
        };
        QVERIFY(pair("A", 2) < pair("A", 1));
        QVERIFY(pair("A", 1) < pair("AA", 9));
    }

    void sort_isReadFromItsParameter_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("one") << QByteArray("name") << true;
        QTest::newRow("descending, several") << QByteArray("-deadline_at,name") << true;
        QTest::newRow("empty") << QByteArray("") << false;
        QTest::newRow("empty part") << QByteArray("name,,id") << false;
        QTest::newRow("unknown") << QByteArray("nmae") << false;
        QTest::newRow("only a sign") << QByteArray("-") << false;
        QTest::newRow("a name twice") << QByteArray("name,id,-name") << false;
    }
    void sort_isReadFromItsParameter()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isValid);
        const auto parts = parseSort(text.toStdString(), {"id", "name", "deadline_at"});
        QCOMPARE(parts.has_value(), isValid);
        if (!isValid)
            QVERIFY(parts.error().message.find("id, name, deadline_at") != std::string::npos);
    }

    void cursor_survivesTheRoundTrip()
    {
        const Cursor cursor{std::string("\x01key\x00\xff", 6), "id-17"};
        const auto text = encodeCursor(cursor, "status=error");
        QVERIFY(decodeCursor(text, "status=error") == cursor);
        QVERIFY(!decodeCursor(text, "status=held"));
        QVERIFY(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789-_") == std::string::npos);
    }

    void garbage_isNoCursor()
    {
        std::mt19937 random(7);
        QVERIFY(!decodeCursor("", ""));
        for (int i = 0; i < 20'000; ++i) {
            std::string bytes(random() % 40, '\0');
            for (char &c : bytes)
                c = static_cast<char>(random());
            if (i % 2 == 0) { // a right head, and nonsense behind it
                const auto good = base64UrlDecode(encodeCursor({"k", "i"}, "s"));
                bytes = good->substr(0, 9) + bytes;
            }
            const auto cursor = decodeCursor(base64UrlEncode(bytes), "s");
            if (cursor)
                QVERIFY(!cursor->id.empty());
            QVERIFY(!decodeCursor(bytes + "!", "s"));
        }
    }

    void sortedRows_resumeBehindTheCursor()
    {
        const Ids ids{{"a", "b", "c", "d", "e"}};
        const auto sorted = SortedRows::make({"2", "1", "2", "1", "3"});
        const std::vector<std::uint32_t> expected = {1, 3, 0, 2, 4};
        QVERIFY(sorted.rows == expected);
        QCOMPARE(sorted.firstAfter(Cursor{"1", "b"}, ids), std::size_t(1));
        QCOMPARE(sorted.firstAfter(Cursor{"1", "c"}, ids), std::size_t(1)); // a row that is gone
        QCOMPARE(sorted.firstAfter(Cursor{"2", "c"}, ids), std::size_t(4));
        QCOMPARE(sorted.firstAfter(Cursor{"0", "z"}, ids), std::size_t(0));
        QCOMPARE(sorted.firstAfter(Cursor{"9", "a"}, ids), std::size_t(5));
    }

    void sortedRows_areMadeOncePerRevision()
    {
        SortedRowsCache cache;
        int made = 0;
        const auto make = [&] {
            ++made;
            return SortedRows::make({"1"});
        };
        const SortParts byName = {{1, false}};
        (void)cache.find(1, byName, make);
        (void)cache.find(1, byName, make);
        QCOMPARE(made, 1);
        (void)cache.find(2, byName, make);
        (void)cache.find(2, {{1, true}}, make);
        QCOMPARE(made, 3);
    }
};

QTEST_GUILESS_MAIN(tst_Paging)
#include "tst_Paging.moc"
