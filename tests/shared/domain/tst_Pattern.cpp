// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Pattern.h"
#include "tests/support/Bytes.h"

#include <QTest>

#include <random>

using namespace resync::domain;
using namespace resync::test;

namespace {

Pattern pattern(std::string_view text)
{
    Pattern made;
    for (const char c : text) {
        if (c == '*')
            made.appendAny();
        else if (c == '?')
            made.appendOne();
        else
            made.appendLiteral(c);
    }
    return made;
}

/// The definition, without cleverness; ASCII in lower case only.
bool matchesByDefinition(std::string_view wild, std::string_view text)
{
    if (wild.empty())
        return text.empty();
    if (wild.front() == '*')
        return matchesByDefinition(wild.substr(1), text) ||
               (!text.empty() && matchesByDefinition(wild, text.substr(1)));
    return !text.empty() && (wild.front() == '?' || wild.front() == text.front()) &&
           matchesByDefinition(wild.substr(1), text.substr(1));
}

} // namespace

class TestPattern : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QByteArray>("wild");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("expected");
        const auto row = [](const char *wild, const char *text, bool expected) {
            QTest::addRow("%s ~ %s", wild, text)
                << QByteArray(wild) << QByteArray(text) << expected;
        };
        row("LOAD", "load", true);
        row("LOAD", "LOADER", false);
        row("LOAD*", "LOADER", true);
        row("*AD*", "LOADER", true);
        row("L?AD", "LOAD", true);
        row("L?AD", "LAD", false);
        row("*", "", true);
        row("?", "", false);
        row("", "", true);
        row("", "x", false);
        row("**a**", "bab", true);
        row("*a*b", "xaxxab", true);
        row("*a*b", "xaxxabc", false);
        row("?", "\xC3\xA9", true);
        row("??", "\xC3\xA9", false);
        row("*\xC3\xA9", "caf\xC3\xA9", true);
        row("?", "\xFF", true);
    }
    void matches()
    {
        QFETCH(QByteArray, wild);
        QFETCH(QByteArray, text);
        QFETCH(bool, expected);
        QCOMPARE(pattern(view(wild)).matches(view(text)), expected);
    }

    void paths_withoutASlashMeanTheLastElement()
    {
        QVERIFY(pattern("AGT*").matchesPath("/FIN/AGT1"));
        QVERIFY(!pattern("FIN").matchesPath("/FIN/AGT1"));
        QVERIFY(pattern("/FIN/*").matchesPath("/FIN/AGT1"));
        QVERIFY(!pattern("/AGT1").matchesPath("/FIN/AGT1"));
        QVERIFY(pattern("AGT1").matchesPath("AGT1"));
        QVERIFY(pattern("CLOSE").matchesPath("/FIN", "CLOSE"));
        QVERIFY(pattern("/FIN/CL*").matchesPath("/FIN", "CLOSE"));
        QVERIFY(pattern("/CLOSE").matchesPath("/", "CLOSE"));
    }

    void isIn_ignoresTheCase()
    {
        QVERIFY(Pattern::literal("lo").isIn("HELLO"));
        QVERIFY(!Pattern::literal("low").isIn("HELLO"));
        QVERIFY(Pattern::literal("n/cl").isIn("/FIN", "CLOSE"));
        QVERIFY(!Pattern::literal("fin").isIn("/FIN", "CLOSE"));
    }

    void randomPatterns_matchByDefinition()
    {
        std::mt19937 random(11); // NOLINT: the same patterns each time
        const auto make = [&](std::string_view alphabet) {
            std::string text(random() % 7, ' ');
            for (char &c : text)
                c = alphabet[random() % alphabet.size()];
            return text;
        };
        for (int i = 0; i < 20'000; ++i) {
            const std::string wild = make("ab*?*");
            const std::string text = make("ab");
            QVERIFY2(pattern(wild).matches(text) == matchesByDefinition(wild, text),
                     (wild + " ~ " + text).c_str());
        }
    }

    void manyWildcards_stayFast()
    {
        std::string wild;
        for (int i = 0; i < 300; ++i)
            wild += "*a";
        QVERIFY(!pattern(wild + "b").matches(std::string(2'000, 'a')));
    }
};

QTEST_APPLESS_MAIN(TestPattern)
#include "tst_Pattern.moc"
