// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/Tokens.h"

#include <QTest>

using namespace resync::console;

class TestTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_isInTheOrderOfTheTokens()
    {
        for (std::size_t i = 0; i < TokenCount; ++i)
            QCOMPARE(static_cast<std::size_t>(tokenTable()[i].token), i);
    }

    void contrast_knowsItsEnds()
    {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::white), 1.0);
    }

    void text_isReadable_data()
    {
        QTest::addColumn<int>("ink");
        QTest::addColumn<int>("paper");
        QTest::addColumn<int>("scheme");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark}) {
            const auto add = [scheme](Token ink, Token paper) {
                QTest::addRow("%s on %s, %s", nameOf(ink), nameOf(paper),
                              scheme == Scheme::Light ? "light" : "dark")
                    << static_cast<int>(ink) << static_cast<int>(paper) << static_cast<int>(scheme);
            };
            for (const Token ink : {Token::Text, Token::Muted, Token::Failed, Token::Late,
                                    Token::Held, Token::Running, Token::Ready, Token::Done})
                for (const Token paper :
                     {Token::Window, Token::Surface, Token::Raised, Token::Selection})
                    add(ink, paper);
            for (const Token ink : {Token::Text, Token::Muted, Token::Late})
                add(ink, Token::WarnTint);
            for (const Token ink : {Token::Text, Token::Failed})
                add(ink, Token::ErrorTint);
            for (const Token ink : {Token::Production, Token::Test, Token::Development})
                add(ink, Token::Surface);
            add(Token::OnAccent, Token::Accent);
        }
    }
    void text_isReadable() { QVERIFY(measured() >= 4.5); }

    void controlBorders_areVisible_data()
    {
        QTest::addColumn<int>("ink");
        QTest::addColumn<int>("paper");
        QTest::addColumn<int>("scheme");
        for (const Scheme scheme : {Scheme::Light, Scheme::Dark})
            for (const Token paper : {Token::Window, Token::Surface, Token::Raised})
                for (const Token ink : {Token::ControlBorder, Token::FocusRing, Token::Accent})
                    QTest::addRow("%s on %s, %s", nameOf(ink), nameOf(paper),
                                  scheme == Scheme::Light ? "light" : "dark")
                        << static_cast<int>(ink) << static_cast<int>(paper)
                        << static_cast<int>(scheme);
    }
    void controlBorders_areVisible() { QVERIFY(measured() >= 3.0); }

private:
    static const char *nameOf(Token token)
    {
        return tokenTable()[static_cast<std::size_t>(token)].name.data();
    }
    static double measured()
    {
        QFETCH(int, ink);
        QFETCH(int, paper);
        QFETCH(int, scheme);
        const auto of = [&](int token) {
            return colorOf(static_cast<Token>(token), static_cast<Scheme>(scheme));
        };
        return contrast(of(ink), of(paper));
    }
};

QTEST_GUILESS_MAIN(TestTokens)
#include "tst_Tokens.moc"
