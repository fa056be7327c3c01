// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/AuthCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/CommaLocale.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

template<typename Write, typename... Values>
std::string written(Write write, const Values &...values)
{
    std::string out;
    JsonWriter json(out);
    write(json, values...);
    return out;
}

domain::ApiToken someToken()
{
    return {"0a1b2c", "nightly report", "viewer", at(0), at(60), at(1), "rt_0a1b2c_secret"};
}

std::string faultsOf(const std::vector<FieldProblem> &problems)
{
    std::string fields;
    for (const auto &problem : problems)
        fields += problem.field + ' ';
    return fields;
}

} // namespace

class tst_AuthCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void login_comesBack()
    {
        const domain::Login login{"ana", "quoted \"word\""};
        const auto text = written(writeLogin, login);
        QCOMPARE(bytes(text),
                 QByteArray("{\"username\":\"ana\",\"password\":\"quoted \\\"word\\\"\"}"));
        QVERIFY(readLogin(text) == login);
    }

    void login_withoutItsMembersIsRefused()
    {
        QCOMPARE(faultsOf(readLogin("{}").error()), std::string("username password "));
        QCOMPARE(
            faultsOf(readLogin("{\"username\":\"a\",\"password\":\"b\",\"totp\":\"c\"}").error()),
            std::string("totp "));
        const auto longest = std::string(1024, 'x');
        QVERIFY(readLogin("{\"username\":\"a\",\"password\":\"" + longest + "\"}"));
        QVERIFY(!readLogin("{\"username\":\"a\",\"password\":\"" + longest + "x\"}"));
    }

    void session_comesBack()
    {
        const CommaLocale comma;
        const domain::LoginSession session{"rs_abc", at(15), "operator"};
        const auto text = written(writeLoginSession, session);
        QCOMPARE(bytes(text), quoted("{'token':'rs_abc','expires_at':'2026-11-24T05:15:00.000Z',"
                                     "'role':'operator'}"));
        QVERIFY(readLoginSession(text) == session);
    }

    void answers_thatAreNoneNameThePlace_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("place");
        QTest::newRow("no JSON") << QByteArray("<html>") << QByteArray();
        QTest::newRow("no token") << quoted("{'expires_at':'2026-11-24T05:15:00Z','role':'admin'}")
                                  << QByteArray("token");
        QTest::newRow("no time") << quoted("{'token':'a','expires_at':'soon','role':'admin'}")
                                 << QByteArray("expires_at");
        QTest::newRow("role is a number")
            << quoted("{'token':'a','expires_at':'2026-11-24T05:15:00Z','role':1}")
            << QByteArray("role");
    }
    void answers_thatAreNoneNameThePlace()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, place);
        const auto session = readLoginSession(view(text));
        QVERIFY(!session);
        QVERIFY(session.error().kind == ErrorKind::Protocol);
        QVERIFY2(bytes(session.error().message).contains(place), session.error().message.c_str());
    }

    void request_comesBack()
    {
        for (const auto &expiresAt : {std::optional(at(5)), std::optional<Instant>()}) {
            const domain::ApiTokenRequest request{"nightly report", "viewer", expiresAt};
            QVERIFY(readApiTokenRequest(written(writeApiTokenRequest, request)) == request);
        }
        QVERIFY(readApiTokenRequest("{\"name\":\"a\",\"role\":\"king\"}")); // the agent knows roles
        QCOMPARE(faultsOf(readApiTokenRequest("{\"name\":\"\",\"expires_at\":1}").error()),
                 std::string("name role expires_at "));
    }

    void newToken_isShownWithItsSecret()
    {
        const auto text = written(writeNewApiToken, someToken());
        QVERIFY(text.find("\"token\":\"rt_0a1b2c_secret\"") != std::string::npos);
        QVERIFY(readNewApiToken(text) == someToken());
    }

    void list_hidesTheSecrets()
    {
        auto unused = someToken();
        unused.expiresAt.reset();
        unused.lastUsedAt.reset();
        const std::vector<domain::ApiToken> tokens{someToken(), unused};
        const auto text = written([&](JsonWriter &json) { writeApiTokens(json, tokens); });
        QVERIFY(text.find("secret") == std::string::npos);
        QVERIFY(text.find("\"total\":2") != std::string::npos);
        auto expected = tokens;
        for (auto &token : expected)
            token.token.clear();
        const auto read = readApiTokens(text);
        QVERIFY(read);
        QVERIFY(*read == expected);
        QVERIFY(readApiTokens("{\"items\":[],\"total\":0}")->empty());
        QVERIFY(!readApiTokens("{\"items\":[{}],\"total\":1}"));
    }
};

QTEST_APPLESS_MAIN(tst_AuthCodec)
#include "tst_AuthCodec.moc"
