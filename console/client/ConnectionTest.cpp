// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/ConnectionTest.h"

#include "console/client/AgentHttp.h"
#include "console/client/AnswerReader.h"
#include "shared/protocol/Routes.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <chrono>

namespace resync::console {

namespace {

constexpr qint64 MaxBodyBytes = 4LL * 1024 * 1024;

QString route(std::string_view path)
{
    return QString::fromLatin1(path.data(), static_cast<qsizetype>(path.size()));
}

/// "host:port", as people read it.
QString addressOf(const QUrl &url)
{
    const int standard = url.scheme() == QStringLiteral("https") ? 443 : 80;
    return QStringLiteral("%1:%2").arg(url.host()).arg(url.port(standard));
}

/// The version that GET /api/config tells everyone; empty: that was no Resync agent.
QString versionIn(const HttpAnswer &answer)
{
    return QJsonDocument::fromJson(answer.body)
        .object()
        .value(QStringLiteral("version"))
        .toString();
}

} // namespace

bool hasPassed(const TestReport &report)
{
    return std::all_of(report.begin(), report.end(), [](const TestStep &step) {
        return step.outcome == TestOutcome::Passed || step.outcome == TestOutcome::NotNeeded;
    });
}

/// Three exchanges: /api/health is open to everyone and tells of reach and TLS; the plan needs a
/// viewer and tells whether the sign-in holds; /api/config tells the version.
class ConnectionTest::Private
{
public:
    Private(ConnectionTest &owner, const Clock &systemClock, milliseconds span)
        : q(owner)
        , clock(systemClock)
        , timeout(span)
        , http(MaxBodyBytes)
    {}

    void start(const AgentEndpoint &endpoint, const QString &password);

    ConnectionTest &q;
    const Clock &clock;
    const milliseconds timeout;
    TestReport report;
    bool isRunning = false;
    AgentHttp http; ///< last: its end answers what runs

private:
    void ask(std::string_view path, void (Private::*onAnswer)(const HttpResult &));
    void onReached(const HttpResult &result);
    void onPlan(const HttpResult &result);
    void onConfig(const HttpResult &result);
    [[nodiscard]] bool hasFailed(TestStepKind kind, const HttpResult &result);

    [[nodiscard]] TestStep &step(TestStepKind kind)
    {
        return report.at(static_cast<std::size_t>(kind));
    }
    void begin(TestStepKind kind);
    void pass(TestStepKind kind, const QString &detail);
    void failAt(TestStepKind kind, ConnectionTrouble trouble, const QString &detail);
    void end();

    std::chrono::steady_clock::time_point m_askedAt;
};

void ConnectionTest::Private::start(const AgentEndpoint &endpoint, const QString &password)
{
    isRunning = false; // what runs is dropped without a word
    http.setEndpoint(endpoint, password);
    report = {};
    for (std::size_t i = 0; i < report.size(); ++i)
        report.at(i).kind = static_cast<TestStepKind>(i);
    if (endpoint.url.scheme() != QStringLiteral("https"))
        step(TestStepKind::Tls).outcome = TestOutcome::NotNeeded;
    isRunning = true;
    begin(TestStepKind::Reach);
    ask(protocol::routes::Health, &Private::onReached);
}

void ConnectionTest::Private::ask(std::string_view path,
                                  void (Private::*onAnswer)(const HttpResult &))
{
    HttpRequest request;
    request.path = route(path);
    request.silence = timeout;
    request.total = timeout;
    m_askedAt = clock.steady();
    http.send(request, [this, onAnswer](const HttpResult &result) {
        if (isRunning)
            (this->*onAnswer)(result);
    });
}

void ConnectionTest::Private::onReached(const HttpResult &result)
{
    const QString address = addressOf(http.endpoint().url);
    if (!result && result.error().trouble == ConnectionTrouble::Tls) {
        pass(TestStepKind::Reach, address);
        return failAt(TestStepKind::Tls, ConnectionTrouble::Tls, result.error().detail);
    }
    if (hasFailed(TestStepKind::Reach, result))
        return;
    pass(TestStepKind::Reach, address);
    if (step(TestStepKind::Tls).outcome != TestOutcome::NotNeeded)
        pass(TestStepKind::Tls, result->tlsProtocol);
    if (const auto trouble = troubleOf(*result); trouble != ConnectionTrouble::None)
        return failAt(TestStepKind::Version, trouble, statusDetail(*result));
    begin(TestStepKind::SignIn);
    ask(protocol::routes::Plan, &Private::onPlan);
}

void ConnectionTest::Private::onPlan(const HttpResult &result)
{
    if (hasFailed(TestStepKind::SignIn, result))
        return;
    const ConnectionTrouble trouble = troubleOf(*result);
    if (trouble == ConnectionTrouble::NotAResyncAgent)
        return failAt(TestStepKind::Version, trouble, statusDetail(*result));
    if (isPersistent(trouble))
        return failAt(TestStepKind::SignIn, trouble, statusDetail(*result));
    // A 503 is the plan's trouble, not the sign-in's.
    pass(TestStepKind::SignIn, http.endpoint().user);
    if (http.endpoint().user.isEmpty())
        step(TestStepKind::SignIn).outcome = TestOutcome::NotNeeded;
    begin(TestStepKind::Version);
    ask(protocol::routes::Config, &Private::onConfig);
}

void ConnectionTest::Private::onConfig(const HttpResult &result)
{
    if (hasFailed(TestStepKind::Version, result))
        return;
    if (const auto trouble = troubleOf(*result); trouble != ConnectionTrouble::None)
        return failAt(TestStepKind::Version, trouble, statusDetail(*result));
    const QString version = versionIn(*result);
    if (version.isEmpty())
        return failAt(TestStepKind::Version, ConnectionTrouble::NotAResyncAgent,
                      statusDetail(*result));
    pass(TestStepKind::Version, version);
    end();
}

bool ConnectionTest::Private::hasFailed(TestStepKind kind, const HttpResult &result)
{
    if (!result)
        failAt(kind, result.error().trouble, result.error().detail);
    return !result;
}

void ConnectionTest::Private::begin(TestStepKind kind)
{
    step(kind).outcome = TestOutcome::Running;
    Q_EMIT q.reportChanged(report);
}

void ConnectionTest::Private::pass(TestStepKind kind, const QString &detail)
{
    TestStep &passed = step(kind);
    passed.outcome = TestOutcome::Passed;
    passed.detail = detail;
    passed.latency = std::chrono::duration_cast<milliseconds>(clock.steady() - m_askedAt);
}

void ConnectionTest::Private::failAt(TestStepKind kind, ConnectionTrouble trouble,
                                     const QString &detail)
{
    TestStep &failed = step(kind);
    failed.outcome = TestOutcome::Failed;
    failed.trouble = trouble;
    failed.detail = detail;
    end();
}

void ConnectionTest::Private::end()
{
    for (TestStep &each : report)
        if (each.outcome == TestOutcome::Running)
            each.outcome = TestOutcome::NotTried;
    isRunning = false;
    Q_EMIT q.reportChanged(report);
    Q_EMIT q.finished(report);
}

ConnectionTest::ConnectionTest(const Clock &clock, milliseconds timeout, QObject *parent)
    : QObject(parent)
    , m_d(std::make_unique<Private>(*this, clock, timeout))
{}

ConnectionTest::~ConnectionTest()
{
    m_d->isRunning = false;
}

void ConnectionTest::start(const AgentEndpoint &endpoint, const QString &password)
{
    m_d->start(endpoint, password);
}

void ConnectionTest::cancel()
{
    m_d->isRunning = false;
    m_d->http.cancelAll();
}

bool ConnectionTest::isRunning() const
{
    return m_d->isRunning;
}

const TestReport &ConnectionTest::report() const
{
    return m_d->report;
}

} // namespace resync::console
