// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentEndpoint.h"
#include "console/client/ConnectionState.h"
#include "shared/core/Instant.h"

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslConfiguration>
#include <QString>

#include <tl/expected.hpp>

#include <functional>
#include <unordered_map>

class QNetworkReply;

namespace resync::console {

/// An answer of any status. Header values as sent; empty: not there.
struct HttpAnswer
{
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    QByteArray etag;
    QByteArray asOf;     ///< Resync-As-Of
    QByteArray stale;    ///< Resync-Stale
    QString tlsProtocol; ///< empty: plain http
};

/// No whole answer came; \c trouble is never None. Cancelled requests have isCancelled set.
struct HttpFailure
{
    ConnectionTrouble trouble = ConnectionTrouble::Unreachable;
    QString detail;
    bool isCancelled = false;
};

using HttpResult = tl::expected<HttpAnswer, HttpFailure>;
using HttpDone = std::function<void(const HttpResult &)>;

struct HttpRequest
{
    QString path; ///< below the endpoint's URL, with its query: "/api/v1/jobs?limit=100"
    bool isPost = false;
    QByteArray ifNoneMatch;
    QByteArray accept = "application/json";
    milliseconds silence{15000}; ///< longest time without a byte
    milliseconds total{60000};   ///< the whole exchange
};

/// Plain exchanges with one Resync agent: credentials, TLS, deadlines and limits are set here and
/// nowhere else. HTTP/1.1, no redirects, no cookies, no cache. Every request ends in exactly one
/// call of its HttpDone, also by cancel() and at destruction. Thread: the GUI's.
class AgentHttp final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AgentHttp)

public:
    explicit AgentHttp(qint64 maxBodyBytes, QObject *parent = nullptr);
    ~AgentHttp() override;

    /// Cancels what runs. An unreadable CA file makes every request fail with Tls.
    void setEndpoint(const AgentEndpoint &endpoint, const QString &password);
    [[nodiscard]] const AgentEndpoint &endpoint() const { return m_endpoint; }

    /// \return a handle for cancel(); \a done is never called from within send
    quint64 send(const HttpRequest &request, HttpDone done);
    void cancel(quint64 handle);
    void cancelAll();

private:
    struct Exchange;

    [[nodiscard]] QUrl urlFor(const QString &path) const;
    void start(Exchange &exchange, const HttpRequest &request);
    void failLater(quint64 handle, ConnectionTrouble trouble, const QString &detail);
    void stop(quint64 handle, const HttpFailure &failure);
    void onReadyRead(quint64 handle);
    void onFinished(quint64 handle);
    void finish(quint64 handle, const HttpResult &result);

    QNetworkAccessManager m_network;
    qint64 m_maxBodyBytes;
    AgentEndpoint m_endpoint;
    QByteArray m_authorization;
    QSslConfiguration m_tls;
    QString m_tlsProblem; ///< the CA file cannot be used; empty: fine
    quint64 m_lastHandle = 0;
    std::unordered_map<quint64, std::unique_ptr<Exchange>> m_running;
};

} // namespace resync::console
