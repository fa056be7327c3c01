// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/CacheStats.h"
#include "shared/domain/Health.h"
#include "shared/domain/Job.h"
#include "shared/domain/Plan.h"
#include "shared/protocol/List.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

namespace resync::test {

/// A Resync agent that says whatever a test wants, byte for byte, on a free loopback port. Lives in
/// the test's thread.
class FakeAgent final
{
public:
    struct Seen
    {
        QByteArray method;
        QByteArray target;
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
    };
    /// Bytes to send. Nothing at all: silence. Answers with "Connection: close" end the connection.
    using Handler = std::function<QByteArray(const Seen &)>;

    /// \param server a QSslServer for https; none: plain
    explicit FakeAgent(std::unique_ptr<QTcpServer> server = nullptr);
    ~FakeAgent();
    FakeAgent(const FakeAgent &) = delete;
    FakeAgent &operator=(const FakeAgent &) = delete;

    /// The next match wins: the longest of the given beginnings of the target.
    void on(const QByteArray &targetStart, Handler handler);
    void on(const QByteArray &targetStart, const QByteArray &wire);
    /// Health, plan, jobs, workstations, cache, configuration and metrics of a small plan.
    void behaveWell();

    /// Connections are cut and new ones refused.
    void vanish();
    /// Listens again at the same port.
    void comeBack();

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const QList<Seen> &seen() const { return m_seen; }
    [[nodiscard]] int countOf(const QByteArray &targetStart) const;
    [[nodiscard]] qsizetype connectionCount() const { return m_sockets.size(); }

private:
    void onNewConnection();
    void onReadyRead(QTcpSocket *socket);
    [[nodiscard]] QByteArray answerTo(const Seen &request) const;

    std::unique_ptr<QTcpServer> m_server;
    bool m_isTls;
    quint16 m_port = 0;
    QHash<QByteArray, Handler> m_handlers;
    QHash<QTcpSocket *, QByteArray> m_sockets; ///< and what they sent so far
    QList<Seen> m_seen;
};

/// "HTTP/1.1 200 OK" with a JSON body and its length; \a headers are whole lines with CRLF.
[[nodiscard]] QByteArray jsonAnswer(const QByteArray &body, const QByteArray &headers = {},
                                    const QByteArray &status = "200 OK");
[[nodiscard]] QByteArray problemAnswer(const char *code);

[[nodiscard]] domain::Health someHealth();
[[nodiscard]] domain::Job someJob(const std::string &id, domain::Status status);
[[nodiscard]] QByteArray healthBody(const domain::Health &health);
[[nodiscard]] QByteArray planBody(const protocol::Stamp &stamp);
[[nodiscard]] QByteArray jobsBody(const std::vector<domain::Job> &jobs, const std::string &cursor,
                                  const protocol::Stamp &stamp);
[[nodiscard]] protocol::Stamp someStamp();

} // namespace resync::test
