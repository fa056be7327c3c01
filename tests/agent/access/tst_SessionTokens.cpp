// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/SessionTokens.h"
#include "shared/core/Text.h"
#include "tests/support/FakeClock.h"

#include <QTest>

using namespace resync;
using namespace resync::access;
using namespace std::chrono_literals;

class tst_SessionTokens : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void token_isReadBack();
    void token_isReadBySameKeyOnly();
    void everyChangedByte_isNoticed();
    void renewal_beginsAtHalfAndEndsWithTheSession();
    void mark_dependsOnNameAndSecret();
    void ended_isForgottenWhenNothingIsLeft();

private:
    const Instant m_now = test::FakeClock().now();
};

void tst_SessionTokens::token_isReadBack()
{
    const SessionTokens tokens("");
    const auto session = tokens.begin("João\nSilva", tokens.mark("João", "x"), m_now);
    const auto token = tokens.tokenOf(session);
    QVERIFY(token.expiresAt == m_now + 15min);
    QVERIFY(tokens.read(token.text) == session);
    QVERIFY(token.text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                         "0123456789-_.") == std::string::npos);
    QVERIFY(tokens.begin("a", "", m_now).id != tokens.begin("a", "", m_now).id);
}

void tst_SessionTokens::token_isReadBySameKeyOnly()
{
    const SessionTokens one("0123456789abcdef0123456789abcdef");
    const SessionTokens same("0123456789abcdef0123456789abcdef");
    const SessionTokens other("0123456789abcdef0123456789abcdeF");
    const auto session = one.begin("admin", one.mark("admin", "x"), m_now);
    const auto token = one.tokenOf(session).text;
    QVERIFY(same.read(token) == session);
    QVERIFY(same.mark("admin", "x") == session.accountMark);
    QVERIFY(!other.read(token));
    QVERIFY(other.mark("admin", "x") != session.accountMark);
    QVERIFY(!SessionTokens("").read(SessionTokens("").tokenOf(session).text));
}

void tst_SessionTokens::everyChangedByte_isNoticed()
{
    const SessionTokens tokens("");
    const auto session = tokens.begin("admin", "mark", m_now);
    const auto token = tokens.tokenOf(session).text;
    for (std::size_t i = 0; i < token.size(); ++i) {
        std::string changed = token;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        const auto read = tokens.read(changed);
        QVERIFY(!read || *read == session); // spare bits of the last character
        QVERIFY(!tokens.read(token.substr(0, i)));
    }
    QVERIFY(!tokens.read(token + 'A'));
    QVERIFY(!tokens.read("rs_" + base64UrlEncode("a\nb\nc\nd\ne") + ".x"));
}

void tst_SessionTokens::renewal_beginsAtHalfAndEndsWithTheSession()
{
    const SessionTokens tokens("");
    auto session = tokens.begin("admin", "mark", m_now);
    QVERIFY(!tokens.renewed(session, m_now + 7min));
    const auto longer = tokens.renewed(session, m_now + 8min);
    QVERIFY(longer && longer->expiresAt == m_now + 23min && longer->id == session.id);
    session.expiresAt = m_now + 11h + 55min;
    const auto last = tokens.renewed(session, m_now + 11h + 50min);
    QVERIFY(last && last->expiresAt == m_now + 12h);
    QVERIFY(!tokens.renewed(*last, m_now + 11h + 59min));
}

void tst_SessionTokens::mark_dependsOnNameAndSecret()
{
    const SessionTokens tokens("");
    QVERIFY(tokens.mark("ab", "c") == tokens.mark("ab", "c"));
    QVERIFY(tokens.mark("ab", "c") != tokens.mark("a", "bc"));
    QVERIFY(tokens.mark("ab", "c") != tokens.mark("ab", "d"));
}

void tst_SessionTokens::ended_isForgottenWhenNothingIsLeft()
{
    EndedSessions ended;
    ended.end("a", m_now);
    QVERIFY(ended.contains("a"));
    QVERIFY(!ended.contains("b"));
    ended.end("b", m_now + 15min);
    QVERIFY(!ended.contains("a")); // its last token expired
    for (int i = 0; i < 10'001; ++i)
        ended.end(std::to_string(i), m_now + 16min + milliseconds(i));
    QVERIFY(!ended.contains("0"));
    QVERIFY(ended.contains("10000"));
}

QTEST_APPLESS_MAIN(tst_SessionTokens)
#include "tst_SessionTokens.moc"
