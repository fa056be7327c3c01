// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts, sessions and tokens as a client meets them: over real sockets, with files on the disk.
#include "agent/access/PasswordHash.h"
#include "agent/api/Answer.h"
#include "agent/api/Api.h"
#include "agent/api/RouteTable.h"
#include "agent/http/Server.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"
#include "tests/agent/http/RawClient.h"
#include "tests/support/FakeClock.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sys/stat.h>
#include <thread>

using namespace resync;
using namespace std::chrono_literals;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr const char *ViewerPath = "/api/v1/health/engine";
constexpr const char *OperatorPath = "/test/operator";
constexpr const char *StreamPath = "/api/v1/test/stream";
constexpr const char *AdminPath = "/api/v1/auth/tokens";
constexpr const char *AnyonePath = "/api/health";

std::string basic(const std::string &name, const std::string &password)
{
    return "Authorization: Basic " + base64Encode(name + ':' + password) + "\r\n";
}

std::string bearer(const std::string &token)
{
    return "Authorization: Bearer " + token + "\r\n";
}

std::string from(const std::string &address)
{
    return "X-Forwarded-For: " + address + "\r\n";
}

/// One hash a word: they take their time.
const std::string &hashOf(const std::string &password)
{
    static std::map<std::string, std::string> hashes;
    std::string &hash = hashes[password];
    if (hash.empty())
        hash = access::hashPassword(password).value_or("");
    return hash;
}

std::string userLine(const std::string &name, const std::string &role, const std::string &password)
{
    return name + ':' + role + ':' + hashOf(password) + '\n';
}

std::string code(const test::Reply &reply)
{
    return json::parse(reply.body).at("code").get<std::string>();
}

/// Keeps the lines of the audit.
class Lines final : public log::Sink
{
public:
    Lines() { log::install(this); }
    ~Lines() override { log::install(nullptr); }
    [[nodiscard]] bool accepts(log::Level, std::string_view) const override { return true; }
    void write(log::Level, std::string_view category, std::string_view message,
               const log::Fields &fields) override
    {
        const std::lock_guard lock(m_mutex);
        m_text += std::string(category) + ' ' + std::string(message);
        for (const log::Field &field : fields)
            m_text += ' ' + field.name + '=' + field.value;
        m_text += '\n';
    }
    [[nodiscard]] std::string text() const
    {
        const std::lock_guard lock(m_mutex);
        return m_text;
    }
    [[nodiscard]] bool has(std::string_view part) const
    {
        return text().find(part) != std::string::npos;
    }

private:
    mutable std::mutex m_mutex;
    std::string m_text;
};

/// The API with the administrator "admin", a plain password, and users in a file.
class Bench
{
public:
    struct Options
    {
        bool hasAdmin = true;
        bool hasUsers = true;
        bool isPublicRead = false;
    };

    Bench()
        : Bench(Options{})
    {}
    explicit Bench(Options options)
        : authenticator(clock, std::nullopt)
        , m_options(options)
        , m_limiter(clock, access::RateLimit{})
        , m_context(parts(), settings(options))
    {
        writeUsers(userLine("vera", "viewer", "vera's word") +
                   userLine("otto", "operator", "otto's word") +
                   userLine("ada", "admin", "ada's word"));
        if (const auto loaded = reload(); !loaded)
            qFatal("%s", loaded.error().message.c_str());
        addRoutes();
        m_server = std::make_unique<http::Server>(serverSettings(), m_router, api::refusalAnswer);
        if (!m_server->start())
            qFatal("the test server does not start");
    }
    ~Bench()
    {
        m_server->stop();
        authenticator.stop();
    }

    void writeUsers(const std::string &text) const
    {
        std::ofstream(usersFile()) << "# name:role:hash\n\n" << text;
        ::chmod(usersFile().c_str(), 0640);
    }
    [[nodiscard]] Result<> reload() { return authenticator.reload(accessSettings()); }
    [[nodiscard]] access::AccessSettings accessSettings() const
    {
        access::AccessSettings settings;
        if (m_options.hasAdmin)
            settings.admin = access::AdminAccount{"admin", "s3cret-word-1"};
        if (m_options.hasUsers)
            settings.usersFile = usersFile();
        settings.tokensFile = tokensFile();
        settings.trustedProxies = {"127.0.0.1", "10.9.0.0/16"};
        return settings;
    }
    [[nodiscard]] fs::path usersFile() const { return path("users"); }
    [[nodiscard]] fs::path tokensFile() const { return path("state/tokens"); }

    [[nodiscard]] test::Reply call(const std::string &method, const std::string &target,
                                   const std::string &headers = {},
                                   const std::string &body = {}) const
    {
        test::RawClient client(m_server->port());
        client.send(
            method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
            (body.empty() ? "" : "Content-Length: " + std::to_string(body.size()) + "\r\n") +
            "\r\n" + body);
        return client.receive(method == "HEAD");
    }
    [[nodiscard]] int status(const std::string &target, const std::string &headers) const
    {
        return call("GET", target, headers).status;
    }
    [[nodiscard]] test::Reply login(const std::string &name, const std::string &password,
                                    const std::string &headers = {}) const
    {
        return call("POST", "/api/v1/auth/login", headers,
                    json{{"username", name}, {"password", password}}.dump());
    }
    [[nodiscard]] std::string tokenOf(const std::string &name, const std::string &password) const
    {
        return json::parse(login(name, password).body).at("token").get<std::string>();
    }
    [[nodiscard]] json newToken(const json &wanted) const
    {
        const auto reply = call("POST", AdminPath, basic("admin", "s3cret-word-1"), wanted.dump());
        return reply.status == 201 ? json::parse(reply.body) : json();
    }

    /// An event stream that has begun.
    [[nodiscard]] std::unique_ptr<test::RawClient> stream(const std::string &headers) const
    {
        auto client = std::make_unique<test::RawClient>(m_server->port());
        client->send(std::string("GET ") + StreamPath + " HTTP/1.0\r\nHost: localhost\r\n" +
                     headers + "\r\n");
        if (client->receive(true).status != 200)
            qFatal("the stream does not open");
        while (client->unread().find("retry:") == std::string::npos && client->receiveMore()) {
        }
        return client;
    }
    /// Whether a look at the streams ends \a client's.
    [[nodiscard]] bool ends(test::RawClient &client)
    {
        m_context.events.endForbidden();
        return client.hasInput(std::chrono::milliseconds(300));
    }
    void setPublicRead(bool isPublic)
    {
        auto changed = settings(m_options);
        changed.isPublicRead = isPublic;
        m_context.apply(std::move(changed));
    }

    test::FakeClock clock;
    QTemporaryDir folder;
    access::Authenticator authenticator;

private:
    [[nodiscard]] fs::path path(const char *name) const
    {
        return fs::path(folder.path().toStdString()) / name;
    }
    static http::ServerSettings serverSettings()
    {
        http::ServerSettings settings;
        settings.port = 0;
        settings.workers = 2;
        return settings;
    }
    static api::ApiSettings settings(const Options &options)
    {
        api::ApiSettings settings;
        settings.isPublicRead = options.isPublicRead;
        settings.configurationFile = "/etc/resync/.env";
        return settings;
    }
    api::Parts parts()
    {
        const auto health = [] {
            domain::Health made;
            made.components.emplace_back().name = "engine";
            return made;
        };
        return {clock,
                nullptr,
                authenticator,
                m_limiter,
                health,
                [] { return domain::ConfigReport(); },
                [] { return domain::ConfigSummary(); },
                [] { return std::string(); },
                {},
                {}};
    }
    void addRoutes()
    {
        api::addRoutes(m_router, m_context);
        api::RouteTable(m_router, m_context)
            .get(OperatorPath, api::Access::Operator,
                 [](api::Context &, const api::SharedCall &call) {
                     call->send(api::jsonAnswer('"' + call->address + '"'));
                 });
        api::RouteTable(m_router, m_context)
            .get(StreamPath, api::Access::Viewer,
                 [this](api::Context &context, const api::SharedCall &call) {
                     auto mayGoOn = api::stillAllowed(context, *call);
                     context.events.open(std::move(call->responder), m_log, {}, {},
                                         std::move(mayGoOn));
                 });
    }

    const Options m_options;
    access::RateLimiter m_limiter;
    mirror::EventLog m_log{"epoch"};
    api::Context m_context;
    http::Router m_router;
    std::unique_ptr<http::Server> m_server;
};

} // namespace

class tst_AuthRoutes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongPasswordAtHealth_isNotedThoughAnswered()
    {
        const Bench bench;
        Lines lines;
        QCOMPARE(bench.status("/api/v1/health", basic("admin", "guess")), 200);
        QCOMPARE(bench.status("/api/v1/health", ""), 200); // a stranger is no refusal
        const auto wrong = static_cast<std::size_t>(access::Refusal::WrongPassword);
        QCOMPARE(bench.authenticator.figures().refusals.at(wrong), std::uint64_t(1));
        QVERIFY(lines.has("access refused who=admin from=127.0.0.1 what=GET /api/v1/health"));
    }

    void jobLogs_needAnOperator()
    {
        const Bench bench;
        const char *log = "/api/v1/jobs/x/log";
        QCOMPARE(bench.status(log, ""), 401);
        QCOMPARE(bench.status(log, basic("vera", "vera's word")), 403);
        QCOMPARE(bench.status(log, basic("otto", "otto's word")), 503); // no engine here
    }

    void accounts_haveTheirRoles_data();
    void accounts_haveTheirRoles();
    void noAccount_is503();
    void noAdministrator_is503WhereOneIsNeeded();
    void wrongPasswords_lockThePairOnly();
    void lock_isBeforeWhatIsRemembered();
    void unknownNames_costTheSame();
    void sameCredentialAtOnce_isCheckedOnce();
    void flood_delaysNobodyElse();

    void streams_endWithWhatOpenedThem();
    void streams_endOnlyWhereNobodyMayRead();

    void login_answersASession();
    void login_refuses();
    void login_readsItsBody_data();
    void login_readsItsBody();
    void login_isLimited();
    void login_isNotForForeignPages();
    void session_expires();
    void session_isRenewedWhileUsed();
    void logout_endsTheSession();

    void token_isShownOnceAndWorks();
    void token_outlivesARestart();
    void token_expires();
    void token_isDeleted();
    void token_readsItsBody_data();
    void token_readsItsBody();
    void tokenFile_thatIsNotOurs_isLeftAlone();

    void proxies_areBelievedOnlyWhenTrusted_data();
    void proxies_areBelievedOnlyWhenTrusted();
    void reload_endsWhatARemovedUserHad();
    void usersFile_isFollowed();
    void audit_namesWhoWhatAndWhence();
};

void tst_AuthRoutes::accounts_haveTheirRoles_data()
{
    QTest::addColumn<QByteArray>("login");
    QTest::addColumn<int>("viewer");
    QTest::addColumn<int>("asOperator");
    QTest::addColumn<int>("admin");

    const auto row = [](const char *title, const std::string &login, int viewer, int asOperator,
                        int admin) {
        QTest::newRow(title) << QByteArray::fromStdString(login) << viewer << asOperator << admin;
    };
    row("nobody", "", 401, 401, 401);
    row("viewer", basic("vera", "vera's word"), 200, 403, 403);
    row("operator", basic("otto", "otto's word"), 200, 200, 403);
    row("admin of the file", basic("ada", "ada's word"), 200, 200, 200);
    row("administrator", basic("admin", "s3cret-word-1"), 200, 200, 200);
    row("wrong password", basic("vera", "otto's word"), 401, 401, 401);
    row("unknown", basic("nobody", "vera's word"), 401, 401, 401);
    row("made-up session", bearer("rs_YWJj.YWJj"), 401, 401, 401);
    row("made-up token", bearer("rt_0123456789ab_c2VjcmV0"), 401, 401, 401);
    row("bare prefix", bearer("rt_"), 401, 401, 401);
    row("foreign token", bearer("eyJhbGciOi"), 401, 401, 401);
    row("other scheme", "Authorization: Digest abc\r\n", 401, 401, 401);
}

void tst_AuthRoutes::accounts_haveTheirRoles()
{
    QFETCH(QByteArray, login);
    const Bench bench;
    const auto reply = bench.call("GET", ViewerPath, login.toStdString());
    QTEST(reply.status, "viewer");
    if (reply.status == 401)
        QVERIFY(reply.header("WWW-Authenticate").starts_with("Basic realm="));
    if (!login.isEmpty())
        QCOMPARE(reply.header("Cache-Control"), std::string("no-store"));
    QTEST(bench.status(OperatorPath, login.toStdString()), "asOperator");
    QTEST(bench.status(AdminPath, login.toStdString()), "admin");
}

void tst_AuthRoutes::noAccount_is503()
{
    const Bench bench({false, false, false});
    for (const auto &login : {std::string(), basic("admin", "s3cret-word-1"), bearer("rs_a.b")}) {
        const auto reply = bench.call("GET", ViewerPath, login);
        QCOMPARE(reply.status, 503);
        QCOMPARE(code(reply), std::string("no_admin_account"));
    }
    QCOMPARE(code(bench.login("admin", "s3cret-word-1")), std::string("no_admin_account"));
    const Bench open({false, false, true});
    QCOMPARE(open.status(ViewerPath, ""), 200);
    QCOMPARE(open.status(AdminPath, ""), 503);
}

void tst_AuthRoutes::noAdministrator_is503WhereOneIsNeeded()
{
    Bench bench({false, true, false});
    QCOMPARE(bench.status(AdminPath, ""), 401); // ada is one
    bench.writeUsers(userLine("vera", "viewer", "vera's word"));
    QVERIFY(bench.reload());
    QCOMPARE(code(bench.call("GET", AdminPath)), std::string("no_admin_account"));
    QCOMPARE(bench.status(AdminPath, basic("vera", "vera's word")), 403);
    QCOMPARE(bench.status(ViewerPath, ""), 401);
}

void tst_AuthRoutes::wrongPasswords_lockThePairOnly()
{
    Bench bench;
    const auto wrong = basic("vera", "guess") + from("192.0.2.1");
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.status(ViewerPath, wrong), 401);
    const auto right = basic("vera", "vera's word");
    const auto reply = bench.call("GET", ViewerPath, right + from("192.0.2.1"));
    QCOMPARE(reply.status, 429);
    QCOMPARE(code(reply), std::string("locked_out"));
    QCOMPARE(reply.header("Retry-After"), std::string("30"));
    QCOMPARE(bench.login("vera", "vera's word", from("192.0.2.1")).status, 429);
    QCOMPARE(bench.status(ViewerPath, right + from("192.0.2.2")), 200);
    QCOMPARE(bench.status(ViewerPath, basic("otto", "otto's word") + from("192.0.2.1")), 200);
    bench.clock.advance(30s);
    QCOMPARE(bench.status(ViewerPath, right + from("192.0.2.1")), 200);
    QVERIFY(bench.authenticator.figures().lockouts == 1U);
}

void tst_AuthRoutes::lock_isBeforeWhatIsRemembered()
{
    Bench bench;
    const auto right = basic("vera", "vera's word");
    QCOMPARE(bench.status(ViewerPath, right), 200);
    QCOMPARE(bench.status(ViewerPath, right), 200);
    QCOMPARE(bench.authenticator.figures().checks, std::uint64_t(1));
    QCOMPARE(bench.authenticator.figures().remembered, std::uint64_t(1));
    bench.clock.advance(5min);
    QCOMPARE(bench.status(ViewerPath, right), 200);
    QCOMPARE(bench.authenticator.figures().checks, std::uint64_t(2));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.status(ViewerPath, basic("vera", "guess")), 401);
    QCOMPARE(bench.status(ViewerPath, right), 429);
}

void tst_AuthRoutes::unknownNames_costTheSame()
{
    const Bench bench;
    std::uint64_t expected = 0;
    for (const char *name : {"vera", "nobody", "admin"}) {
        QCOMPARE(bench.status(ViewerPath, basic(name, "guess")), 401);
        QCOMPARE(bench.authenticator.figures().checks, ++expected);
    }
}

void tst_AuthRoutes::sameCredentialAtOnce_isCheckedOnce()
{
    const Bench bench;
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i)
        threads.emplace_back(
            [&] { good += bench.status(ViewerPath, basic("vera", "vera's word")) == 200 ? 1 : 0; });
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(good.load(), 12);
    // one that came just after the end of a check may have been a new one, were it not remembered
    QCOMPARE(bench.authenticator.figures().checks, std::uint64_t(1));
}

void tst_AuthRoutes::flood_delaysNobodyElse()
{
    const Bench bench;
    const auto session = bearer(bench.tokenOf("otto", "otto's word"));
    std::atomic<bool> isOver{false};
    std::atomic<int> refused{0};
    std::vector<std::thread> flood;
    for (int t = 0; t < 6; ++t)
        flood.emplace_back([&, t] {
            for (int i = 0; !isOver; ++i) {
                const auto name = std::to_string(t) + '-' + std::to_string(i);
                refused +=
                    bench.status(ViewerPath, basic(name, "guess") + from("192.0.2.66")) == 429 ? 1
                                                                                               : 0;
            }
        });
    while (refused == 0)
        std::this_thread::yield();
    const auto begun = std::chrono::steady_clock::now();
    for (int i = 0; i < 50; ++i) {
        QCOMPARE(bench.status(AnyonePath, ""), 200);
        QCOMPARE(bench.status(OperatorPath, session), 200);
        QCOMPARE(bench.status(AdminPath, basic("admin", "s3cret-word-1")), 200);
    }
    QCOMPARE(bench.status(ViewerPath, basic("vera", "vera's word") + from("192.0.2.7")), 200);
    const auto took = std::chrono::steady_clock::now() - begun;
    isOver = true;
    for (auto &thread : flood)
        thread.join();
    QVERIFY(took < 10s); // 151 answers; waiting for a check each would be longer
}

void tst_AuthRoutes::login_answersASession()
{
    const Bench bench;
    for (const auto &[name, password, role] : {std::tuple("admin", "s3cret-word-1", "admin"),
                                               std::tuple("vera", "vera's word", "viewer")}) {
        const auto reply = bench.login(name, password);
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.header("Cache-Control") == "no-store");
        QVERIFY(reply.header("RateLimit-Policy") == "\"login\";q=30;w=60");
        QVERIFY(reply.header("RateLimit") == "\"login\";r=9;t=2");
        const auto answer = json::parse(reply.body);
        QCOMPARE(answer.size(), std::size_t(3));
        QVERIFY(answer.at("role") == role);
        QVERIFY(answer.at("expires_at") == formatInstant(bench.clock.now() + 15min));
        const auto session = bearer(answer.at("token").get<std::string>());
        QCOMPARE(bench.status(ViewerPath, session), 200);
        QCOMPARE(bench.call("HEAD", ViewerPath, session).status, 200);
        QVERIFY(bench.call("GET", ViewerPath, session).header("Resync-Token").empty());
    }
}

void tst_AuthRoutes::login_refuses()
{
    const Bench bench;
    const auto reply = bench.login("vera", "guess");
    QCOMPARE(reply.status, 401);
    QCOMPARE(code(reply), std::string("unauthorized"));
    QVERIFY(reply.header("WWW-Authenticate").starts_with("Basic realm="));
    QCOMPARE(bench.login("nobody", "guess").status, 401);
    QVERIFY(reply.body.find("guess") == std::string::npos);
}

void tst_AuthRoutes::login_readsItsBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("none") << QByteArray() << QByteArray("body");
    QTest::newRow("no JSON") << QByteArray("username=a") << QByteArray("body");
    QTest::newRow("no object") << QByteArray("[1]") << QByteArray("body");
    QTest::newRow("cut off") << QByteArray("{\"username\":\"a") << QByteArray("body");
    QTest::newRow("empty") << QByteArray("{}") << QByteArray("username password");
    QTest::newRow("wrong types") << QByteArray("{\"username\":1,\"password\":null}")
                                 << QByteArray("username password");
    QTest::newRow("empty texts") << QByteArray("{\"username\":\"\",\"password\":\"x\"}")
                                 << QByteArray("username");
    QTest::newRow("too long") << QByteArray("{\"username\":\"u\",\"password\":\"") +
                                     QByteArray(1025, 'x') + "\"}"
                              << QByteArray("password");
    QTest::newRow("unknown member")
        << QByteArray("{\"username\":\"u\",\"password\":\"p\",\"remember\":true}")
        << QByteArray("remember");
}

void tst_AuthRoutes::login_readsItsBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, fields);
    const Bench bench;
    const auto reply = bench.call("POST", "/api/v1/auth/login", "", body.toStdString());
    QCOMPARE(reply.status, 400);
    std::string named;
    const auto problem = json::parse(reply.body);
    for (const auto &error : problem.at("errors"))
        named += (named.empty() ? "" : " ") + error.at("field").get<std::string>();
    QCOMPARE(QByteArray::fromStdString(named), fields);
    QCOMPARE(bench.call("POST", "/api/v1/auth/login", "", std::string(5000, ' ')).status, 413);
    QCOMPARE(bench.call("POST", "/api/v1/auth/login?x=1", "", "{}").status, 400);
}

void tst_AuthRoutes::login_isLimited()
{
    Bench bench;
    for (int i = 0; i < 10; ++i)
        QCOMPARE(bench.login("admin", "s3cret-word-1").status, 200);
    const auto reply = bench.login("admin", "s3cret-word-1");
    QCOMPARE(reply.status, 429);
    QCOMPARE(code(reply), std::string("rate_limited"));
    QCOMPARE(reply.header("Retry-After"), std::string("2"));
    QVERIFY(reply.header("RateLimit") == "\"login\";r=0;t=20");
    QCOMPARE(bench.login("admin", "s3cret-word-1", from("192.0.2.1")).status, 200);
    bench.clock.advance(2s);
    QCOMPARE(bench.login("admin", "s3cret-word-1").status, 200);
}

void tst_AuthRoutes::login_isNotForForeignPages()
{
    const Bench bench;
    const auto reply = bench.login("admin", "s3cret-word-1", "Origin: http://evil.example\r\n");
    QCOMPARE(reply.status, 403);
    QCOMPARE(bench.login("admin", "s3cret-word-1", "Origin: http://localhost\r\n").status, 200);
}

void tst_AuthRoutes::session_expires()
{
    Bench bench;
    const auto session = bearer(bench.tokenOf("admin", "s3cret-word-1"));
    bench.clock.advance(15min - 1ms);
    QCOMPARE(bench.status(ViewerPath, session), 200);
    bench.clock.advance(1ms);
    const auto reply = bench.call("GET", ViewerPath, session);
    QCOMPARE(reply.status, 401);
    QVERIFY(!reply.header("WWW-Authenticate").empty());
}

void tst_AuthRoutes::session_isRenewedWhileUsed()
{
    Bench bench;
    std::string token = bench.tokenOf("admin", "s3cret-word-1");
    const auto begun = bench.clock.now();
    while (bench.clock.now() - begun < 11h) {
        bench.clock.advance(8min);
        const auto reply = bench.call("GET", ViewerPath, bearer(token));
        QCOMPARE(reply.status, 200);
        token = reply.header("Resync-Token");
        QVERIFY(!token.empty());
        QVERIFY(reply.header("Cache-Control") == "no-store");
        QVERIFY(reply.header("Resync-Token-Expires-At") ==
                formatInstant(bench.clock.now() + 15min));
    }
    for (int i = 0; i < 8 && !token.empty(); ++i) { // then the session is at its end
        bench.clock.advance(8min);
        token = bench.call("GET", ViewerPath, bearer(token)).header("Resync-Token");
    }
    QVERIFY(token.empty());
}

void tst_AuthRoutes::logout_endsTheSession()
{
    Bench bench({true, true, true});
    const std::string first = bench.tokenOf("admin", "s3cret-word-1");
    const std::string other = bench.tokenOf("admin", "s3cret-word-1");
    bench.clock.advance(8min);
    const std::string renewed = bench.call("GET", AdminPath, bearer(first)).header("Resync-Token");
    QCOMPARE(bench.call("POST", "/api/v1/auth/logout").status, 401); // whatever PUBLIC_READ says
    QCOMPARE(bench.call("POST", "/api/v1/auth/logout", basic("admin", "s3cret-word-1")).status,
             400);
    const auto reply = bench.call("POST", "/api/v1/auth/logout", bearer(first));
    QCOMPARE(reply.status, 204);
    QVERIFY(reply.header("Resync-Token").empty());
    for (const auto &token : {first, renewed})
        QCOMPARE(bench.status(AdminPath, bearer(token)), 401);
    QCOMPARE(bench.call("POST", "/api/v1/auth/logout", bearer(first)).status, 401);
    QCOMPARE(bench.status(AdminPath, bearer(other)), 200);
    bench.clock.advance(8min);
    QCOMPARE(bench.status(AdminPath, bearer(renewed)), 401);
}

void tst_AuthRoutes::token_isShownOnceAndWorks()
{
    Bench bench;
    const auto made =
        bench.newToken({{"name", "nightly report"}, {"role", "operator"}, {"expires_at", nullptr}});
    QCOMPARE(made.size(), std::size_t(7));
    const auto token = made.at("token").get<std::string>();
    QCOMPARE(bench.status(OperatorPath, bearer(token)), 200);
    QCOMPARE(bench.status(AdminPath, bearer(token)), 403);
    const auto reply = bench.call("GET", AdminPath, basic("ada", "ada's word"));
    QVERIFY(reply.body.find(token) == std::string::npos);
    const auto list = json::parse(reply.body);
    QVERIFY(list.at("total") == 1);
    const auto &item = list.at("items").at(0);
    QVERIFY(item.at("id") == made.at("id"));
    QVERIFY(item.at("name") == "nightly report");
    QVERIFY(item.at("role") == "operator");
    QVERIFY(item.at("expires_at").is_null());
    QVERIFY(made.at("last_used_at").is_null());
    QVERIFY(item.at("last_used_at") == formatInstant(bench.clock.now()));
    QVERIFY(!item.contains("token"));
    QVERIFY(bench.call("GET", "/api/v1/auth/tokens?x=1", basic("ada", "ada's word")).status == 400);

    struct stat status
    {};
    QCOMPARE(::stat(bench.tokensFile().c_str(), &status), 0);
    QCOMPARE(status.st_mode & 07777U, 0640U);
    std::ifstream file(bench.tokensFile());
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    const auto secret = token.substr(token.rfind('_') + 1);
    QVERIFY(text.find("nightly report") != std::string::npos);
    QVERIFY(text.find(secret) == std::string::npos);
    for (const auto &near :
         {token + "x", token.substr(0, token.size() - 1), std::string("rt_") + secret})
        QCOMPARE(bench.status(OperatorPath, bearer(near)), 401);
}

void tst_AuthRoutes::token_outlivesARestart()
{
    Bench bench;
    const auto token = bench.newToken({{"name", "cron"}, {"role", "viewer"}}).at("token");
    const std::string header = "Bearer " + token.get<std::string>();
    access::Authenticator next(bench.clock, std::nullopt);
    QVERIFY(next.reload(bench.accessSettings()));
    const auto verdict = next.authenticate(&header, "10.0.0.1");
    QCOMPARE(std::get<access::Identity>(verdict).name, std::string("token:cron"));
    QVERIFY(std::get<access::Identity>(verdict).role == access::Role::Viewer);
}

void tst_AuthRoutes::token_expires()
{
    Bench bench;
    const auto made = bench.newToken({{"name", "cron"},
                                      {"role", "viewer"},
                                      {"expires_at", formatInstant(bench.clock.now() + 1h)}});
    const auto token = bearer(made.at("token").get<std::string>());
    QCOMPARE(bench.status(ViewerPath, token), 200);
    bench.clock.advance(1h);
    QCOMPARE(bench.status(ViewerPath, token), 401);
}

void tst_AuthRoutes::token_isDeleted()
{
    const Bench bench;
    const auto made = bench.newToken({{"name", "cron"}, {"role", "admin"}});
    const auto token = bearer(made.at("token").get<std::string>());
    const auto path = "/api/v1/auth/tokens/" + made.at("id").get<std::string>();
    QCOMPARE(bench.call("DELETE", path).status, 401);
    QCOMPARE(bench.call("DELETE", path, basic("otto", "otto's word")).status, 403);
    QCOMPARE(bench.call("DELETE", path, token).status, 204); // its own
    QCOMPARE(bench.status(ViewerPath, token), 401);
    const auto again = bench.call("DELETE", path, basic("ada", "ada's word"));
    QCOMPARE(again.status, 404);
    QCOMPARE(code(again), std::string("not_found"));
}

void tst_AuthRoutes::token_readsItsBody_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("fields");
    QTest::newRow("empty") << QByteArray("{}") << QByteArray("name role");
    QTest::newRow("unknown role") << QByteArray("{\"name\":\"n\",\"role\":\"root\"}")
                                  << QByteArray("role");
    QTest::newRow("colon in the name")
        << QByteArray("{\"name\":\"a:b\",\"role\":\"viewer\"}") << QByteArray("name");
    QTest::newRow("line end in the name")
        << QByteArray("{\"name\":\"a\\nb\",\"role\":\"viewer\"}") << QByteArray("name");
    QTest::newRow("no time")
        << QByteArray("{\"name\":\"n\",\"role\":\"viewer\",\"expires_at\":\"tomorrow\"}")
        << QByteArray("expires_at");
    QTest::newRow("past")
        << QByteArray(
               "{\"name\":\"n\",\"role\":\"viewer\",\"expires_at\":\"2020-01-01T00:00:00Z\"}")
        << QByteArray("expires_at");
}

void tst_AuthRoutes::token_readsItsBody()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, fields);
    const Bench bench;
    const auto reply =
        bench.call("POST", AdminPath, basic("admin", "s3cret-word-1"), body.toStdString());
    QCOMPARE(reply.status, 400);
    std::string named;
    const auto problem = json::parse(reply.body);
    for (const auto &error : problem.at("errors"))
        named += (named.empty() ? "" : " ") + error.at("field").get<std::string>();
    QCOMPARE(QByteArray::fromStdString(named), fields);
}

void tst_AuthRoutes::tokenFile_thatIsNotOurs_isLeftAlone()
{
    Bench bench;
    fs::create_directories(bench.tokensFile().parent_path());
    std::ofstream(bench.tokensFile()) << "nonsense\n";
    ::chmod(bench.tokensFile().c_str(), 0640);
    const auto reply = bench.call("POST", AdminPath, basic("admin", "s3cret-word-1"),
                                  json{{"name", "n"}, {"role", "viewer"}}.dump());
    QCOMPARE(reply.status, 500);
    QVERIFY(reply.body.find(bench.tokensFile().string()) == std::string::npos);
    std::ifstream file(bench.tokensFile());
    QVERIFY(std::string((std::istreambuf_iterator<char>(file)), {}) == "nonsense\n");
    const auto loaded = bench.reload();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.find("tokens line 1") != std::string::npos);
}

void tst_AuthRoutes::proxies_areBelievedOnlyWhenTrusted_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("address");
    const auto row = [](const char *title, const char *headers, const char *address) {
        QTest::newRow(title) << QByteArray(headers) << QByteArray(address);
    };
    row("none", "", "127.0.0.1");
    row("one", "X-Forwarded-For: 192.0.2.1\r\n", "192.0.2.1");
    row("what the client wrote", "X-Forwarded-For: 6.6.6.6, 192.0.2.1\r\n", "192.0.2.1");
    row("two proxies", "X-Forwarded-For: 6.6.6.6, 192.0.2.1, 10.9.1.2\r\n", "192.0.2.1");
    row("two headers", "X-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 192.0.2.1, 10.9.1.2\r\n",
        "192.0.2.1");
    row("all ours", "X-Forwarded-For: 10.9.1.1, 10.9.1.2\r\n", "10.9.1.1");
    row("nonsense", "X-Forwarded-For: 192.0.2.1, unknown\r\n", "127.0.0.1");
    row("IPv6 with a port", "X-Forwarded-For: [2001:DB8::1]:4711\r\n", "2001:db8::1");
    row("IPv4 as IPv6", "X-Forwarded-For: ::ffff:192.0.2.1\r\n", "192.0.2.1");
    row("another header", "X-Real-IP: 192.0.2.1\r\n", "127.0.0.1");
}

void tst_AuthRoutes::proxies_areBelievedOnlyWhenTrusted()
{
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, address);
    Bench bench;
    const auto login = basic("admin", "s3cret-word-1") + headers.toStdString();
    QCOMPARE(bench.call("GET", OperatorPath, login).body, '"' + address.toStdString() + '"');
    auto settings = bench.accessSettings();
    settings.trustedProxies.clear();
    QVERIFY(bench.authenticator.reload(settings));
    QCOMPARE(bench.call("GET", OperatorPath, login).body, std::string("\"127.0.0.1\""));
}

void tst_AuthRoutes::reload_endsWhatARemovedUserHad()
{
    Bench bench;
    const auto word = basic("ada", "ada's word");
    const auto session = bearer(bench.tokenOf("ada", "ada's word"));
    const auto kept = bearer(bench.tokenOf("vera", "vera's word"));
    QCOMPARE(bench.status(AdminPath, word), 200); // remembered by now
    bench.writeUsers(userLine("vera", "viewer", "vera's word"));
    QVERIFY(bench.reload());
    QCOMPARE(bench.status(AdminPath, word), 401);
    QCOMPARE(bench.status(AdminPath, session), 401);
    QCOMPARE(bench.status(ViewerPath, kept), 200);
    bench.writeUsers(userLine("vera", "viewer", "another word"));
    QVERIFY(bench.reload());
    QCOMPARE(bench.status(ViewerPath, kept), 401);
    QCOMPARE(bench.status(ViewerPath, basic("vera", "vera's word")), 401);
    QCOMPARE(bench.status(ViewerPath, basic("vera", "another word")), 200);
    bench.writeUsers("vera:viewer:nonsense\n");
    const auto loaded = bench.reload();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().message.find("users line 3: the hash is no Argon2id") !=
            std::string::npos);
    QCOMPARE(bench.status(ViewerPath, basic("vera", "another word")), 200); // the old ones stay
}

void tst_AuthRoutes::streams_endWithWhatOpenedThem()
{
    Bench bench;
    Lines lines;
    const auto kept = bench.stream(basic("otto", "otto's word"));
    const auto ends = [&](const std::string &headers, auto &&change) {
        const auto client = bench.stream(headers);
        if (bench.ends(*client))
            return false; // too early
        change();
        return bench.ends(*client) && !bench.ends(*kept);
    };
    const auto session = bearer(bench.tokenOf("admin", "s3cret-word-1"));
    QVERIFY(ends(session, [&] { (void)bench.call("POST", "/api/v1/auth/logout", session); }));
    QVERIFY(lines.has("access refused who=admin from=127.0.0.1 what=GET /api/v1/test/stream "
                      "result=revoked"));

    const auto cron = bench.newToken({{"name", "cron"}, {"role", "viewer"}});
    const auto bearerOf = [](const json &token) { return bearer(token.at("token")); };
    QVERIFY(ends(bearerOf(cron), [&] {
        (void)bench.call("DELETE", "/api/v1/auth/tokens/" + cron.at("id").get<std::string>(),
                         basic("admin", "s3cret-word-1"));
    }));
    const auto end = formatInstant(bench.clock.now() + 20min);
    const auto brief = bench.newToken({{"name", "brief"}, {"role", "viewer"}, {"expires_at", end}});
    QVERIFY(ends(bearerOf(brief), [&] { bench.clock.advance(20min); }));

    const std::string rest = userLine("otto", "operator", "otto's word");
    QVERIFY(ends(basic("vera", "vera's word"), [&] {
        bench.writeUsers(userLine("vera", "viewer", "another word") + rest);
        QVERIFY(bench.reload());
    }));
    QVERIFY(ends(basic("vera", "another word"), [&] {
        bench.writeUsers(rest);
        QVERIFY(bench.reload());
    }));
    const auto longest = bearer(bench.tokenOf("admin", "s3cret-word-1"));
    QVERIFY(ends(longest, [&] { bench.clock.advance(12h); })); // renewed or not
}

void tst_AuthRoutes::streams_endOnlyWhereNobodyMayRead()
{
    Bench bench({true, true, true});
    const auto stranger = bench.stream({});
    const auto vera = bench.stream(basic("vera", "vera's word"));
    QVERIFY(!bench.ends(*stranger));
    bench.setPublicRead(false);
    QVERIFY(bench.ends(*stranger));
    QVERIFY(!bench.ends(*vera));
}

void tst_AuthRoutes::usersFile_isFollowed()
{
    Bench bench;
    QCOMPARE(bench.status(ViewerPath, basic("otto", "otto's word")), 200);
    bench.writeUsers(userLine("vera", "viewer", "vera's word"));
    // remembered until then, so that no wrong password is counted on the way
    QTRY_COMPARE_WITH_TIMEOUT(bench.status(ViewerPath, basic("otto", "otto's word")), 401, 15'000);
    bench.writeUsers("vera:boss:x\n");
    QTRY_VERIFY_WITH_TIMEOUT(!bench.authenticator.fileProblem().empty(), 15'000);
    QCOMPARE(bench.status(ViewerPath, basic("vera", "vera's word")), 200);
}

void tst_AuthRoutes::audit_namesWhoWhatAndWhence()
{
    Lines lines;
    const Bench bench;
    const auto id = std::string("X-Request-ID: r1\r\n");
    QCOMPARE(bench.login("vera", "vera's word", id).status, 200);
    QCOMPARE(bench.login("vera", "canary-1", id).status, 401);
    QCOMPARE(bench.login("canary-2", "canary-3", id).status, 401);
    QCOMPARE(bench.status(ViewerPath, id), 401);
    QCOMPARE(bench.status(AdminPath, id + basic("vera", "vera's word") + from("192.0.2.1")), 403);
    const auto made = bench.newToken({{"name", "cron"}, {"role", "viewer"}});
    const std::string secret = made.at("token").get<std::string>();
    const std::string tokenId = made.at("id").get<std::string>();
    QCOMPARE(bench.call("DELETE", "/api/v1/auth/tokens/" + tokenId, basic("admin", "s3cret-word-1"))
                 .status,
             204);
    for (const auto &line : {
             std::string("access done who=vera from=127.0.0.1 what=login result=ok request_id=r1"),
             std::string("access refused who=vera from=127.0.0.1 what=POST /api/v1/auth/login "
                         "result=wrong_password request_id=r1"),
             std::string("access refused who=(unknown) from=127.0.0.1 what=POST /api/v1/auth/login "
                         "result=wrong_password request_id=r1"),
             std::string("access refused who=(anonymous) from=127.0.0.1 what=GET "
                         "/api/v1/health/engine result=no_credentials request_id=r1"),
             std::string("access refused who=vera from=192.0.2.1 what=GET /api/v1/auth/tokens "
                         "result=wrong_role request_id=r1"),
             std::string("access done who=admin from=127.0.0.1 what=token created result=ok"),
             "subject=" + tokenId,
             std::string("access done who=admin from=127.0.0.1 what=token deleted result=ok"),
         })
        QVERIFY2(lines.has(line), (line + "\nis not in\n" + lines.text()).c_str());
    for (const auto &canary : {std::string("canary"), secret, std::string("s3cret-word-1")})
        QVERIFY2(!lines.has(canary), lines.text().c_str());
}

QTEST_GUILESS_MAIN(tst_AuthRoutes)
#include "tst_AuthRoutes.moc"
