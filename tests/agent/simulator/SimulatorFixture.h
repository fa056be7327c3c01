// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/Simulator.h"
#include "HttpCall.h"

#include <QJsonArray>
#include <QTest>

#include <functional>

namespace resync::test {

/// A small engine that is frozen, and calls to it over real sockets.
class SimulatorFixture
{
public:
    using Change = std::function<void(simulator::SimulatorSettings &)>;

    explicit SimulatorFixture(const Change &change = {})
    {
        simulator::SimulatorSettings settings;
        settings.port = 0;
        settings.controlPort = 0;
        settings.size = {600, 20, 11};
        settings.api.password = "secret";
        if (change)
            change(settings);
        m_simulator = std::make_unique<simulator::Simulator>(settings, m_clock);
        if (const Result<> result = m_simulator->start(); !result)
            qFatal("%s", result.error().message.c_str());
        m_simulator->plan().freeze();
    }

    [[nodiscard]] quint16 port() const { return m_simulator->port(); }

    HttpReply v2(const QByteArray &operation)
    {
        return call("GET", "/twsd/api/v2/" + operation, {}, {});
    }

    /// The rows of a list, filtered.
    QJsonArray rows(const QByteArray &collection, const QByteArray &oql)
    {
        return v2("plan/" + collection + "?oql=" + oql.toPercentEncoding())
            .object()
            .value(QLatin1String("results"))
            .toArray();
    }

    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    HttpReply v1(const QByteArray &operation, const QByteArray &body = "{}", Headers headers = {})
    {
        headers.emplaceBack("Content-Type", "application/json");
        return call("POST", "/twsd/" + operation, body, headers);
    }

    HttpReply v1Get(const QByteArray &operation)
    {
        return call("GET", "/twsd/" + operation, {}, {});
    }

    HttpReply control(const QByteArray &method, const QByteArray &target,
                      const QByteArray &body = {})
    {
        return HttpCall(m_simulator->controlPort()).call(method, target, body);
    }

    HttpReply order(const QByteArray &target, const QByteArray &body = {})
    {
        return control("POST", target, body);
    }

    HttpReply call(const QByteArray &method, const QByteArray &target, const QByteArray &body,
                   const Headers &headers)
    {
        HttpCall call(m_simulator->port());
        call.header("Authorization", "Basic " + QByteArray("twsuser:secret").toBase64());
        for (const auto &[name, value] : headers)
            call.header(name, value);
        return call.call(method, target, body);
    }

private:
    SystemClock m_clock;
    std::unique_ptr<simulator::Simulator> m_simulator;
};

inline QByteArray text(const QJsonValue &object, const char *member)
{
    return object.toObject().value(QLatin1String(member)).toString().toUtf8();
}

inline int number(const QJsonValue &object, const char *member)
{
    return object.toObject().value(QLatin1String(member)).toInt(-1);
}

inline QJsonArray array(const HttpReply &reply)
{
    return QJsonDocument::fromJson(reply.body).array();
}

} // namespace resync::test
