// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <QTcpSocket>

namespace resync::test {

/// One answer, read to the end of the connection.
struct HttpReply
{
    int status = 0;                        ///< 0: no answer within the deadline
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
};

/// A request on a connection of its own, over a real socket on loopback.
class HttpCall
{
public:
    explicit HttpCall(quint16 port)
        : m_port(port)
    {}

    HttpCall &header(const QByteArray &name, const QByteArray &value)
    {
        m_headers += name + ": " + value + "\r\n";
        return *this;
    }

    /// Sends without waiting for the answer.
    void send(const QByteArray &method, const QByteArray &target, const QByteArray &body = {})
    {
        m_socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
        m_socket.write(method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" +
                       QByteArray::number(m_port) + "\r\nConnection: close\r\n" + m_headers +
                       "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        m_socket.waitForConnected(Deadline);
        m_socket.flush();
    }

    [[nodiscard]] HttpReply reply(int deadline = Deadline)
    {
        QByteArray all;
        while (m_socket.state() != QAbstractSocket::UnconnectedState) {
            if (!m_socket.waitForReadyRead(deadline))
                break;
            all += m_socket.readAll();
        }
        return parsed(all + m_socket.readAll());
    }

    [[nodiscard]] HttpReply call(const QByteArray &method, const QByteArray &target,
                                 const QByteArray &body = {})
    {
        send(method, target, body);
        return reply();
    }

private:
    static constexpr int Deadline = 20'000; ///< milliseconds; the machine may be busy

    static HttpReply parsed(const QByteArray &all)
    {
        HttpReply reply;
        const qsizetype end = all.indexOf("\r\n\r\n");
        if (end < 0)
            return reply;
        const QList<QByteArray> lines = all.left(end).split('\n');
        reply.status = lines.first().mid(9, 3).toInt();
        for (const QByteArray &line : lines) {
            const qsizetype colon = line.indexOf(':');
            if (colon > 0)
                reply.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        reply.body = all.mid(end + 4);
        return reply;
    }

    quint16 m_port;
    QByteArray m_headers;
    QTcpSocket m_socket;
};

} // namespace resync::test
