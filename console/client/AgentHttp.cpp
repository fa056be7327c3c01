// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AgentHttp.h"

#include <QFile>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslError>
#include <QStringList>
#include <QTimer>

#include <utility>
#include <vector>

namespace resync::console {

namespace {

/// The one map from Qt's network errors.
ConnectionTrouble troubleOf(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return ConnectionTrouble::Refused;
    case QNetworkReply::HostNotFoundError:
        return ConnectionTrouble::HostNotFound;
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError: // the transfer timeout; our own aborts say why
        return ConnectionTrouble::Timeout;
    case QNetworkReply::SslHandshakeFailedError:
        return ConnectionTrouble::Tls;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::UnknownContentError:
        return ConnectionTrouble::Protocol;
    default:
        return ConnectionTrouble::Unreachable;
    }
}

/// Qt reports 4xx and 5xx as errors, too; those are whole answers.
bool isStatusError(QNetworkReply::NetworkError error, int status)
{
    return status >= 400 && error >= QNetworkReply::ContentAccessDenied &&
           error != QNetworkReply::ProtocolFailure && error != QNetworkReply::ProtocolUnknownError;
}

QString tlsDetail(const QList<QSslError> &errors)
{
    QStringList parts;
    for (const QSslError &error : errors) {
        const QString issuer = error.certificate().issuerDisplayName();
        parts << (issuer.isEmpty() ? error.errorString()
                                   : QStringLiteral("%1 (%2)").arg(error.errorString(), issuer));
    }
    parts.removeDuplicates();
    return parts.join(QStringLiteral("; "));
}

QString tlsProtocolName(const QSslConfiguration &tls)
{
    return tls.sessionCipher().isNull() ? QString() : tls.sessionCipher().protocolString();
}

} // namespace

struct AgentHttp::Exchange
{
    HttpDone done;
    QNetworkReply *reply = nullptr; ///< none: refused before it was sent
    QByteArray body;
    QString tlsDetail;
    QTimer *deadline = nullptr; ///< child of the reply
};

AgentHttp::AgentHttp(qint64 maxBodyBytes, QObject *parent)
    : QObject(parent)
    , m_maxBodyBytes(maxBodyBytes)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    m_network.setAutoDeleteReplies(false);
}

AgentHttp::~AgentHttp()
{
    cancelAll();
}

void AgentHttp::setEndpoint(const AgentEndpoint &endpoint, const QString &password)
{
    cancelAll();
    m_network.clearConnectionCache();
    m_endpoint = endpoint;
    m_authorization.clear();
    if (!endpoint.user.isEmpty())
        m_authorization = "Basic " + (endpoint.user + u':' + password).toUtf8().toBase64();

    m_tlsProblem.clear();
    m_tls = QSslConfiguration::defaultConfiguration();
    if (endpoint.caFile.isEmpty())
        return;
    const auto authorities = QSslCertificate::fromPath(endpoint.caFile, QSsl::Pem,
                                                       QSslCertificate::PatternSyntax::FixedString);
    if (authorities.isEmpty())
        m_tlsProblem = QStringLiteral("%1: no PEM certificate could be read").arg(endpoint.caFile);
    m_tls.setCaCertificates(authorities);
}

QUrl AgentHttp::urlFor(const QString &path) const
{
    const qsizetype mark = path.indexOf(u'?');
    QUrl url = m_endpoint.url;
    QString prefix = url.path(QUrl::FullyEncoded);
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    url.setPath(prefix + path.left(mark < 0 ? path.size() : mark), QUrl::StrictMode);
    url.setQuery(mark < 0 ? QString() : path.mid(mark + 1), QUrl::StrictMode);
    url.setFragment(QString());
    url.setUserInfo(QString());
    return url;
}

quint64 AgentHttp::send(const HttpRequest &request, HttpDone done)
{
    const quint64 handle = ++m_lastHandle;
    auto &exchange = *m_running.emplace(handle, std::make_unique<Exchange>()).first->second;
    exchange.done = std::move(done);
    const ConnectionTrouble trouble = checkEndpoint(m_endpoint);
    if (trouble != ConnectionTrouble::None)
        failLater(handle, trouble, m_endpoint.url.toDisplayString());
    else if (!m_tlsProblem.isEmpty())
        failLater(handle, ConnectionTrouble::Tls, m_tlsProblem);
    else
        start(exchange, request);
    return handle;
}

void AgentHttp::start(Exchange &exchange, const HttpRequest &request)
{
    QNetworkRequest wire(urlFor(request.path));
    wire.setSslConfiguration(m_tls);
    wire.setRawHeader("Accept", request.accept);
    wire.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("resync-console"));
    if (request.isPost) // without a body, but Qt insists
        wire.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    if (!m_authorization.isEmpty())
        wire.setRawHeader("Authorization", m_authorization);
    if (!request.ifNoneMatch.isEmpty())
        wire.setRawHeader("If-None-Match", request.ifNoneMatch);
    wire.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    wire.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    wire.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    wire.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    wire.setDecompressedSafetyCheckThreshold(-1); // onReadyRead counts the unpacked bytes
    wire.setTransferTimeout(static_cast<int>(request.silence.count()));

    const quint64 handle = m_lastHandle;
    exchange.reply = request.isPost ? m_network.post(wire, QByteArray()) : m_network.get(wire);
    connect(exchange.reply, &QNetworkReply::readyRead, this,
            [this, handle] { onReadyRead(handle); });
    connect(exchange.reply, &QNetworkReply::finished, this, [this, handle] { onFinished(handle); });
    connect(
        exchange.reply, &QNetworkReply::sslErrors, this,
        [ex = &exchange](const QList<QSslError> &errors) { ex->tlsDetail = tlsDetail(errors); });
    exchange.deadline = new QTimer(exchange.reply);
    exchange.deadline->setSingleShot(true);
    connect(exchange.deadline, &QTimer::timeout, this, [this, handle] {
        stop(handle, {ConnectionTrouble::Timeout, QStringLiteral("no answer in time"), false});
    });
    exchange.deadline->start(request.total);
}

void AgentHttp::failLater(quint64 handle, ConnectionTrouble trouble, const QString &detail)
{
    QTimer::singleShot(0, this, [this, handle, failure = HttpFailure{trouble, detail, false}] {
        finish(handle, tl::unexpected(failure));
    });
}

void AgentHttp::cancel(quint64 handle)
{
    stop(handle, {ConnectionTrouble::None, {}, true});
}

void AgentHttp::cancelAll()
{
    std::vector<quint64> handles;
    handles.reserve(m_running.size());
    for (const auto &[handle, exchange] : m_running)
        handles.push_back(handle);
    for (const quint64 handle : handles)
        cancel(handle);
}

void AgentHttp::stop(quint64 handle, const HttpFailure &failure)
{
    finish(handle, tl::unexpected(failure));
}

void AgentHttp::onReadyRead(quint64 handle)
{
    const auto found = m_running.find(handle);
    if (found == m_running.end() || !found->second->reply->isOpen())
        return;
    Exchange &exchange = *found->second;
    if (exchange.body.size() + exchange.reply->bytesAvailable() > m_maxBodyBytes) {
        stop(handle,
             {ConnectionTrouble::Protocol,
              QStringLiteral("the answer is larger than %1 bytes").arg(m_maxBodyBytes), false});
        return;
    }
    exchange.body += exchange.reply->readAll();
}

void AgentHttp::onFinished(quint64 handle)
{
    onReadyRead(handle);
    const auto found = m_running.find(handle);
    if (found == m_running.end())
        return;
    Exchange &exchange = *found->second;
    QNetworkReply &reply = *exchange.reply;
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (reply.error() != QNetworkReply::NoError && !isStatusError(reply.error(), status)) {
        const QString detail =
            exchange.tlsDetail.isEmpty() ? reply.errorString() : exchange.tlsDetail;
        finish(handle, tl::unexpected(HttpFailure{troubleOf(reply.error()), detail, false}));
        return;
    }
    HttpAnswer answer;
    answer.status = status;
    answer.body = std::move(exchange.body);
    answer.contentType = reply.rawHeader("Content-Type");
    answer.etag = reply.rawHeader("ETag");
    answer.asOf = reply.rawHeader("Resync-As-Of");
    answer.stale = reply.rawHeader("Resync-Stale");
    answer.tlsProtocol = tlsProtocolName(reply.sslConfiguration());
    finish(handle, answer);
}

void AgentHttp::finish(quint64 handle, const HttpResult &result)
{
    auto node = m_running.extract(handle);
    if (node.empty())
        return;
    const std::unique_ptr<Exchange> exchange = std::move(node.mapped());
    if (QNetworkReply *reply = exchange->reply) {
        reply->disconnect(this);
        exchange->deadline->stop();
        reply->abort();
        reply->deleteLater();
    }
    exchange->done(result);
}

} // namespace resync::console
