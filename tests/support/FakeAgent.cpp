// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/FakeAgent.h"

#include "shared/core/JsonWriter.h"
#include "shared/protocol/CacheCodec.h"
#include "shared/protocol/ConfigCodec.h"
#include "shared/protocol/HealthCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/PlanCodec.h"
#include "shared/protocol/Problem.h"
#include "shared/protocol/WorkstationCodec.h"

#include <QHostAddress>

#include <utility>

namespace resync::test {

namespace {

using std::chrono::sys_days;
using std::chrono::year;

template<typename Write>
QByteArray written(Write write)
{
    std::string out;
    JsonWriter json(out);
    write(json);
    return QByteArray::fromStdString(out);
}

Instant someInstant()
{
    return sys_days(year(2026) / 11 / 24) + std::chrono::hours(2);
}

QByteArray workstationsBody()
{
    return written([](JsonWriter &json) {
        domain::Workstation workstation;
        workstation.id = domain::WorkstationId("w1");
        workstation.name = "AGT_FIN01";
        protocol::beginList(json);
        protocol::writeWorkstation(json, workstation);
        protocol::endList(json, 1, {}, someStamp());
    });
}

QByteArray cacheBody()
{
    domain::CacheStats stats;
    stats.hits = 99;
    stats.misses = 1;
    stats.scopes = {{"jobs", "snapshot", 3, 4096, someInstant(), 7, std::nullopt, {}}};
    return written([&](JsonWriter &json) { protocol::writeCacheStats(json, stats); });
}

QByteArray invalidationBody()
{
    domain::InvalidationReport report;
    report.detail = "Full TWS system cache invalidated.";
    report.scope = "system";
    report.refreshed = true;
    report.engineCalls = 4;
    return written([&](JsonWriter &json) { protocol::writeInvalidationReport(json, report); });
}

QByteArray configBody()
{
    domain::ConfigReport report;
    report.environment = "test";
    report.version = "0.1.0";
    return written([&](JsonWriter &json) { protocol::writeConfigReport(json, report); });
}

QByteArray textAnswer(const QByteArray &body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

FakeAgent::Seen parsed(const QByteArray &head)
{
    FakeAgent::Seen request;
    const QList<QByteArray> lines = head.split('\n');
    const QList<QByteArray> words = lines.first().trimmed().split(' ');
    request.method = words.value(0);
    request.target = words.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            request.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
    }
    return request;
}

} // namespace

FakeAgent::FakeAgent(std::unique_ptr<QTcpServer> server)
    : m_server(server ? std::move(server) : std::make_unique<QTcpServer>())
    , m_isTls(m_server->inherits("QSslServer"))
{
    QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(),
                     [this] { onNewConnection(); });
    comeBack();
}

FakeAgent::~FakeAgent()
{
    vanish();
}

void FakeAgent::on(const QByteArray &targetStart, Handler handler)
{
    m_handlers.insert(targetStart, std::move(handler));
}

void FakeAgent::on(const QByteArray &targetStart, const QByteArray &wire)
{
    on(targetStart, [wire](const Seen &) { return wire; });
}

void FakeAgent::behaveWell()
{
    on("/api/health", jsonAnswer(R"({"status":"ok"})"));
    on("/api/v1/health", jsonAnswer(healthBody(someHealth())));
    on("/api/v1/plan", jsonAnswer(planBody(someStamp())));
    on("/api/v1/jobs", jsonAnswer(jobsBody({someJob("a", domain::Status::Running),
                                            someJob("b", domain::Status::Error),
                                            someJob("c", domain::Status::Waiting)},
                                           {}, someStamp()),
                                  "ETag: W/\"e-1-f\"\r\n"));
    on("/api/v1/workstations", jsonAnswer(workstationsBody()));
    on("/api/v1/cache/stats", jsonAnswer(cacheBody()));
    on("/api/v1/cache/invalidate", jsonAnswer(invalidationBody()));
    on("/api/config", jsonAnswer(configBody()));
    on("/api/v1/config", jsonAnswer(configBody()));
    on("/api/metrics", textAnswer("resync_jobs{status=\"error\"} 1\n"));
}

void FakeAgent::vanish()
{
    m_server->close();
    const QList<QTcpSocket *> sockets = m_sockets.keys();
    m_sockets.clear();
    for (QTcpSocket *socket : sockets) {
        socket->disconnect(m_server.get());
        socket->abort();
        socket->deleteLater();
    }
}

void FakeAgent::comeBack()
{
    if (!m_server->listen(QHostAddress::LocalHost, m_port))
        qFatal("cannot listen: %s", qPrintable(m_server->errorString()));
    m_port = m_server->serverPort();
}

QUrl FakeAgent::url() const
{
    return QUrl(QStringLiteral("%1://127.0.0.1:%2")
                    .arg(m_isTls ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(m_port));
}

int FakeAgent::countOf(const QByteArray &targetStart) const
{
    int count = 0;
    for (const Seen &request : m_seen)
        count += request.target.startsWith(targetStart) ? 1 : 0;
    return count;
}

void FakeAgent::onNewConnection()
{
    while (QTcpSocket *socket = m_server->nextPendingConnection()) {
        m_sockets.insert(socket, {});
        QObject::connect(socket, &QTcpSocket::readyRead, m_server.get(),
                         [this, socket] { onReadyRead(socket); });
        QObject::connect(socket, &QTcpSocket::disconnected, m_server.get(), [this, socket] {
            m_sockets.remove(socket);
            socket->deleteLater();
        });
        onReadyRead(socket);
    }
}

void FakeAgent::onReadyRead(QTcpSocket *socket)
{
    QByteArray &buffer = m_sockets[socket];
    buffer += socket->readAll();
    const qsizetype end = buffer.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    const Seen request = parsed(buffer.left(end));
    buffer.remove(0, end + 4);
    m_seen.append(request);
    const QByteArray wire = answerTo(request);
    socket->write(wire);
    if (wire.contains("Connection: close"))
        socket->disconnectFromHost();
}

QByteArray FakeAgent::answerTo(const Seen &request) const
{
    QByteArray best;
    for (auto it = m_handlers.keyBegin(); it != m_handlers.keyEnd(); ++it)
        if (request.target.startsWith(*it) && it->size() > best.size())
            best = *it;
    const auto found = m_handlers.constFind(best);
    return found == m_handlers.constEnd() ? problemAnswer("not_found") : (*found)(request);
}

QByteArray jsonAnswer(const QByteArray &body, const QByteArray &headers, const QByteArray &status)
{
    const bool isProblem = !status.startsWith('2');
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/" +
           (isProblem ? QByteArray("problem+json") : QByteArray("json")) + "\r\n" + headers +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray problemAnswer(const char *code)
{
    const protocol::Problem problem = protocol::makeProblem(code, "told by a test");
    const QByteArray body =
        written([&](JsonWriter &json) { protocol::writeProblem(json, problem); });
    const QByteArray challenge = problem.status == 401
                                     ? QByteArray("WWW-Authenticate: Basic realm=\"x\"\r\n")
                                     : QByteArray();
    return jsonAnswer(body, challenge, QByteArray::number(problem.status) + " Told");
}

domain::Health someHealth()
{
    domain::HealthComponent engine;
    engine.name = "engine";
    engine.configured = true;
    engine.required = true;
    engine.status = domain::HealthStatus::Ok;
    engine.latencyMs = 41;
    domain::HealthComponent llm;
    llm.name = "llm";
    return {domain::HealthStatus::Ok, true, {engine, llm}};
}

domain::Job someJob(const std::string &id, domain::Status status)
{
    domain::Job job;
    job.id = domain::JobId(id);
    job.planId = domain::PlanId("p1");
    job.name = "JOB_" + id;
    job.folder = "/FIN";
    job.workstation = "/AGT_FIN01";
    job.stream = {domain::JobStreamId("s1"), "EOD_GL", "/AGT_FIN01"};
    job.status = status;
    job.rawStatus = "RAW";
    return job;
}

QByteArray healthBody(const domain::Health &health)
{
    return written([&](JsonWriter &json) { protocol::writeHealth(json, health); });
}

QByteArray planBody(const protocol::Stamp &stamp)
{
    domain::Plan plan;
    plan.id = domain::PlanId("p1");
    plan.timeZone = "Europe/Zurich";
    return written([&](JsonWriter &json) { protocol::writePlanDocument(json, plan, stamp); });
}

QByteArray jobsBody(const std::vector<domain::Job> &jobs, const std::string &cursor,
                    const protocol::Stamp &stamp)
{
    return written([&](JsonWriter &json) {
        protocol::beginList(json);
        for (const domain::Job &job : jobs)
            protocol::writeJob(json, job);
        protocol::endList(json, jobs.size(), cursor, stamp);
    });
}

protocol::Stamp someStamp()
{
    protocol::Stamp stamp;
    stamp.revision = "e.1";
    stamp.freshness.asOf = someInstant();
    return stamp;
}

} // namespace resync::test
