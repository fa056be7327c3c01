// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Authenticator.h"
#include "agent/access/PasswordHash.h"
#include "agent/access/SecretFile.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"
#include "tests/support/FakeClock.h"

#include <QtTest>

#include <atomic>
#include <future>
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

bool isAdmin(const Verdict &verdict)
{
    const auto *identity = std::get_if<Identity>(&verdict);
    return identity != nullptr && identity->name == "admin" && identity->role == Role::Admin;
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
    void hashedAdministrator_isVerifiedLater();
    void verify_afterStopIsNotAnswered();
    void unencryptedCredentials_areNoted();
    void reload_thatFails_changesNothing();
    void reload_auditsEachChangedAccount();

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
        QVERIFY(isAdmin(verdict));
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

void tst_Authenticator::hashedAdministrator_isVerifiedLater()
{
    FakeClock clock;
    const std::string hash = hashPassword("four-tall-cranes").value_or("");
    Authenticator authenticator(clock, AdminAccount{"admin", "", hash});
    const std::string right = basic("admin", "four-tall-cranes");
    auto verdict = authenticator.authenticate(&right, "10.0.0.1");
    QVERIFY(std::holds_alternative<Pending>(verdict));
    std::promise<Verdict> answer;
    authenticator.verify(std::get<Pending>(verdict), "10.0.0.1",
                         [&](Verdict known) { answer.set_value(std::move(known)); });
    QVERIFY(isAdmin(answer.get_future().get()));
    verdict = authenticator.authenticate(&right, "10.0.0.2"); // remembered, wherever it comes from
    QVERIFY(isAdmin(verdict));
}

void tst_Authenticator::verify_afterStopIsNotAnswered()
{
    FakeClock clock;
    const std::string hash = hashPassword("four-tall-cranes").value_or("");
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> answers{0};
        Authenticator authenticator(clock, AdminAccount{"admin", "", hash});
        for (const char *address : {"10.0.0.1", "10.0.0.2", "10.0.0.3"})
            authenticator.verify(Pending{{"admin", "guess"}}, address, [&](Verdict) { ++answers; });
        authenticator.stop();
        const int before = answers;
        QVERIFY(before <= 3);
        authenticator.stop();
        QCOMPARE(answers.load(), before);
    }
}

void tst_Authenticator::unencryptedCredentials_areNoted()
{
    TextSink sink;
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    AccessSettings settings;
    settings.admin = Admin;
    settings.trustedProxies = {"10.0.0.0/8"};
    QVERIFY(authenticator.reload(settings));
    for (const char *peer : {"127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1"})
        authenticator.noteUnencrypted(peer, "192.0.2.1");
    QVERIFY(!authenticator.unencryptedAt());
    QVERIFY(sink.text.empty());
    authenticator.noteUnencrypted("192.0.2.1", "192.0.2.1");
    authenticator.noteUnencrypted("192.0.2.2", "192.0.2.2");
    QVERIFY(authenticator.unencryptedAt() == clock.now());
    QVERIFY(sink.text.find("from=192.0.2.1") != std::string::npos);
    QVERIFY(sink.text.find("from=192.0.2.2") == std::string::npos); // sampled
    clock.advance(24h);
    QVERIFY(!authenticator.unencryptedAt());
    authenticator.noteUnencrypted("192.0.2.2", "192.0.2.2");
    QVERIFY(sink.text.find("from=192.0.2.2") != std::string::npos);
    settings.isPlaintextAllowed = true;
    QVERIFY(authenticator.reload(settings));
    QVERIFY(!authenticator.unencryptedAt());
    authenticator.noteUnencrypted("192.0.2.2", "192.0.2.2");
    QVERIFY(!authenticator.unencryptedAt());
}

void tst_Authenticator::reload_thatFails_changesNothing()
{
    FakeClock clock;
    Authenticator authenticator(clock, Admin);
    const std::string right = basic("admin", "four-tall-cranes");
    const auto fails = [&](auto change) {
        AccessSettings settings;
        settings.admin = AdminAccount{"other", "password"};
        change(settings);
        const auto loaded = authenticator.reload(settings);
        const bool isSame = isAdmin(authenticator.authenticate(&right, "10.0.0.1"));
        return !loaded && isSame;
    };
    QVERIFY(fails([](AccessSettings &s) { s.usersFile = "/nonexistent/users"; }));
    QVERIFY(fails([](AccessSettings &s) { s.tokensFile = "/proc/self"; }));
    QVERIFY(fails([](AccessSettings &s) { s.trustedProxies = {"proxy"}; }));
    QVERIFY(fails([](AccessSettings &s) { s.admin->passwordHash = "$argon2id$nonsense"; }));
}

void tst_Authenticator::reload_auditsEachChangedAccount()
{
    TextSink sink;
    FakeClock clock;
    const QTemporaryDir folder;
    const auto file = std::filesystem::path(folder.path().toStdString()) / "users";
    const auto give = [&](const std::string &lines) { QVERIFY(writeSecretFile(file, lines)); };
    const std::string one = hashPassword("first-long-word").value();
    const std::string other = hashPassword("other-long-word").value();
    Authenticator authenticator(clock, Admin);
    AccessSettings settings;
    settings.admin = Admin;
    settings.usersFile = file;
    settings.sessionKey = std::string(32, 'k');
    give("ana:viewer:" + one + "\nbob:viewer:" + one + "\ncid:admin:" + one + '\n');
    QVERIFY(authenticator.reload(settings)); // the start changes nobody
    QVERIFY(sink.text.empty());

    give("ana:operator:" + other + "\ncid:admin:" + one + "\ndora:viewer:" + one + '\n');
    settings.sessionKey = std::string(32, 'l'); // ends sessions, but is no new password
    const auto commit = authenticator.prepare(settings, "eve");
    QVERIFY(commit);
    QVERIFY(sink.text.empty()); // another part may still refuse
    (*commit)();
    const auto line = [](const std::string &what, const std::string &subject) {
        return "access done who=eve from= what=" + what +
               " result=ok request_id= subject=" + subject + '\n';
    };
    QCOMPARE(sink.text, line("role changed to operator", "ana") + line("password changed", "ana") +
                            line("user removed", "bob") + line("user added as viewer", "dora"));

    sink.text.clear();
    settings.admin->password = "five-tall-cranes";
    authenticator.prepare(settings, "SIGHUP").value()();
    QVERIFY(sink.text.find("who=SIGHUP from= what=password changed result=ok request_id= "
                           "subject=admin") != std::string::npos);
}

QTEST_APPLESS_MAIN(tst_Authenticator)
#include "tst_Authenticator.moc"
