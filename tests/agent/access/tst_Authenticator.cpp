// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Authenticator.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"
#include "tests/support/FakeClock.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace resync;
using namespace resync::access;
using namespace std::chrono_literals;
using resync::test::FakeClock;

namespace {

std::string basic(std::string_view name, std::string_view password)
{
    return "Basic " + base64Encode(std::string(name) + ':' + std::string(password));
}

bool isWrong(const Verdict &verdict)
{
    const auto *failure = std::get_if<Failure>(&verdict);
    return failure != nullptr && failure->reason == Refusal::WrongPassword;
}

/// Keeps all lines as one text.
class TextSink final : public log::Sink
{
public:
    TextSink() { log::install(this); }
    ~TextSink() override { log::install(nullptr); }
    [[nodiscard]] bool accepts(log::Level, std::string_view) const override { return true; }
    void write(log::Level, std::string_view category, std::string_view message,
               const log::Fields &fields) override
    {
        text += std::string(category) + ' ' + std::string(message);
        for (const log::Field &field : fields)
            text += ' ' + field.name + '=' + field.value;
        text += '\n';
    }

    std::string text;
};

} // namespace

class tst_Authenticator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdict_followsTheHeader_data();
    void verdict_followsTheHeader();
    void noHeader_isAnonymous();
    void noAccount_letsNobodyIn();
    void lockout_isPerPairAndBeforeThePassword();
    void lockout_isForgottenAfterSuccess();
    void lockout_isLoggedWithoutSecrets();
    void threads_getTheRightVerdict();

private:
    const AdminAccount Admin{"admin", "four-tall-cranes"};
};

void tst_Authenticator::verdict_followsTheHeader_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("isTaken");

    const auto row = [](const char *title, const std::string &header, bool isTaken) {
        QTest::newRow(title) << QByteArray::fromStdString(header) << isTaken;
    };
    const std::string good = base64Encode("admin:four-tall-cranes");
    row("right", "Basic " + good, true);
    row("scheme in capitals", "BASIC " + good, true);
    row("two blanks", "Basic  " + good + ' ', true);
    row("wrong password", basic("admin", "four-tall-crane"), false);
    row("empty password", basic("admin", ""), false);
    row("wrong name", basic("root", "four-tall-cranes"), false);
    row("name in capitals", basic("Admin", "four-tall-cranes"), false);
    row("empty name", basic("", "four-tall-cranes"), false);
    row("longer password", basic("admin", "four-tall-cranes:"), false);
    row("NUL behind the name", basic(std::string("admin\0", 6), "four-tall-cranes"), false);
    row("empty", "", false);
    row("scheme alone", "Basic", false);
    row("scheme and blank", "Basic ", false);
    row("no colon", "Basic " + base64Encode("admin"), false);
    row("no base64", "Basic %%%%", false);
    row("cut base64", "Basic " + good.substr(0, good.size() - 2), false);
    row("base64 with a tail", "Basic " + good + " x", false);
    row("another scheme", "Bearer " + good, false);
    row("scheme glued on", "Basic" + good, false);
    row("huge", "Basic " + base64Encode(std::string(16'000, 'x')), false);
}

void tst_Authenticator::verdict_followsTheHeader()
{
    QFETCH(QByteArray, header);
    QFETCH(bool, isTaken);

    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    const std::string text = header.toStdString();
    const Verdict verdict = authenticator.authenticate(&text, "10.0.0.1");
    if (isTaken)
        QVERIFY(verdict == Verdict(Identity{"admin", Role::Admin}));
    else
        QVERIFY(std::holds_alternative<Failure>(verdict));
}

void tst_Authenticator::noHeader_isAnonymous()
{
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    QVERIFY(authenticator.hasAccount());
    QVERIFY(authenticator.authenticate(nullptr, "10.0.0.1") == Verdict(Anonymous{}));
}

void tst_Authenticator::noAccount_letsNobodyIn()
{
    FakeClock clock;
    Authenticator authenticator(clock, std::nullopt);
    QVERIFY(!authenticator.hasAccount());
    for (const std::string &header : {basic("admin", ""), basic("", ""), basic("admin", "admin")})
        QVERIFY(isWrong(authenticator.authenticate(&header, "10.0.0.1")));
}

void tst_Authenticator::lockout_isPerPairAndBeforeThePassword()
{
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    const std::string wrong = basic("admin", "guess");
    const std::string right = basic("admin", "four-tall-cranes");
    for (int i = 0; i < 5; ++i)
        QVERIFY(isWrong(authenticator.authenticate(&wrong, "10.0.0.1")));
    const Verdict locked = Failure{Refusal::LockedOut, 30s, "admin"};
    QVERIFY(authenticator.authenticate(&wrong, "10.0.0.1") == locked);
    QVERIFY(authenticator.authenticate(&right, "10.0.0.1") == locked);
    QVERIFY(std::holds_alternative<Identity>(authenticator.authenticate(&right, "10.0.0.2")));
    const std::string other = basic("other", "guess");
    QVERIFY(isWrong(authenticator.authenticate(&other, "10.0.0.1")));
    clock.advance(30s);
    QVERIFY(std::holds_alternative<Identity>(authenticator.authenticate(&right, "10.0.0.1")));
}

void tst_Authenticator::lockout_isForgottenAfterSuccess()
{
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    const std::string wrong = basic("admin", "guess");
    const std::string right = basic("admin", "four-tall-cranes");
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 4; ++i)
            QVERIFY(isWrong(authenticator.authenticate(&wrong, "10.0.0.1")));
        QVERIFY(std::holds_alternative<Identity>(authenticator.authenticate(&right, "10.0.0.1")));
    }
}

void tst_Authenticator::lockout_isLoggedWithoutSecrets()
{
    TextSink sink;
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    const std::string known = basic("admin", "canary-1");
    const std::string unknown = basic("canary-2", "canary-3");
    for (int i = 0; i < 5; ++i) {
        QVERIFY(isWrong(authenticator.authenticate(&known, "10.0.0.1")));
        QVERIFY(isWrong(authenticator.authenticate(&unknown, "10.0.0.1")));
    }
    QCOMPARE(sink.text, std::string("access too many failed logins: locked out account=admin "
                                    "address=10.0.0.1 seconds=30\n"
                                    "access too many failed logins: locked out account=(unknown) "
                                    "address=10.0.0.1 seconds=30\n"));
}

void tst_Authenticator::threads_getTheRightVerdict()
{
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    const std::string right = basic("admin", "four-tall-cranes");
    const std::string wrong = basic("admin", "guess");
    std::atomic<int> mistakes{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            const std::string guesser = "10.0.1." + std::to_string(t);
            for (int i = 0; i < 200; ++i) {
                const auto good = authenticator.authenticate(&right, "10.0.0.1");
                const auto bad = authenticator.authenticate(&wrong, guesser);
                mistakes += std::holds_alternative<Identity>(good) ? 0 : 1;
                mistakes += std::holds_alternative<Failure>(bad) ? 0 : 1;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(mistakes.load(), 0);
}

QTEST_APPLESS_MAIN(tst_Authenticator)
#include "tst_Authenticator.moc"
