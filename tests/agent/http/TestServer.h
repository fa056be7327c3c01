// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Server.h"
#include "tests/agent/http/RawClient.h"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace resync::test {

/// Refusals as "<code>|<instance>", which tests can read.
inline http::Response writeRefusal(const http::Refusal &refusal)
{
    return http::Response::make(refusal.status, "application/problem+json",
                                refusal.code + '|' + refusal.instance);
}

/// Settings for a free port with deadlines that no test waits out by accident.
inline http::ServerSettings testSettings()
{
    http::ServerSettings settings;
    settings.port = 0;
    settings.workers = 2;
    settings.gracefulTimeout = std::chrono::seconds(10);
    return settings;
}

/// A running server with routes that most tests want: GET /hello, POST /echo, GET /items/{id}.
class TestServer
{
public:
    explicit TestServer(http::ServerSettings settings = testSettings(),
                        std::vector<http::Route> routes = {},
                        http::RequestObserver *observer = nullptr)
    {
        addUsualRoutes();
        for (http::Route &route : routes)
            m_router.add(std::move(route));
        m_server = std::make_unique<http::Server>(settings, m_router, writeRefusal, observer);
        if (const auto started = m_server->start(); !started) {
            std::fprintf(stderr, "%s\n", started.error().message.c_str());
            std::abort();
        }
    }

    [[nodiscard]] http::Server &server() { return *m_server; }
    [[nodiscard]] std::uint16_t port() const { return m_server->port(); }
    [[nodiscard]] RawClient connect() const { return RawClient(port()); }
    void destroy() { m_server.reset(); }

private:
    void addUsualRoutes()
    {
        using namespace http;
        m_router.add({Method::Get, "/hello", [](const Request &, Responder responder) {
                          responder.send(Response::make(200, "text/plain", "hello"));
                      }});
        m_router.add({Method::Post, "/echo",
                      [](const Request &request, Responder responder) {
                          responder.send(Response::make(200, "text/plain", request.body));
                      },
                      1024 * 1024});
        m_router.add({Method::Get, "/items/{id}", [](const Request &request, Responder responder) {
                          std::string text = request.parameters.front();
                          for (const auto &[name, value] : request.query)
                              text.append("|").append(name).append("=").append(value);
                          responder.send(Response::make(200, "text/plain", text));
                      }});
    }

    http::Router m_router;
    std::unique_ptr<http::Server> m_server;
};

/// "METHOD target HTTP/1.1", a Host and what is given: whole header lines, then the body.
inline std::string request(std::string_view method, std::string_view target,
                           std::string_view headers = {}, std::string_view body = {})
{
    std::string text(method);
    text.append(" ").append(target).append(" HTTP/1.1\r\nHost: test\r\n");
    return text.append(headers).append("\r\n").append(body);
}

} // namespace resync::test
