// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Answer.h"
#include "agent/api/Api.h"
#include "agent/http/Server.h"
#include "tests/agent/http/RawClient.h"
#include "tests/support/FakeEngine.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <cstdint>
#include <optional>
#include <string>
#include <thread>

namespace resync::test {

inline constexpr const char *AdminLogin = "Authorization: Basic YWRtaW46czNjcmV0LXdvcmQtMQ==\r\n";
inline constexpr const char *WrongLogin = "Authorization: Basic YWRtaW46d3Jvbmc=\r\n";

/// The whole API over a real socket, with an engine in this process.
class ApiBench
{
public:
    struct Options
    {
        bool isConfigured = true;
        bool hasAdmin = true;
        bool isPublicRead = false;
        bool isLoaded = true;
        milliseconds invalidateWait{5'000};
        milliseconds handlerTimeout{60'000};
        int jobs = 250;
    };

    ApiBench()
        : ApiBench(Options{})
    {}
    explicit ApiBench(Options options)
        : engine(thread)
        , mirror(engine, thread, clock, {std::chrono::hours(1), 100, 600})
        , m_authenticator(clock, options.hasAdmin
                                     ? std::optional(access::AdminAccount{"admin", "s3cret-word-1"})
                                     : std::nullopt)
        , m_limiter(clock, access::RateLimit{})
        , m_context(parts(options.isConfigured), settings(options))
        , m_server((api::addRoutes(m_router, m_context), serverSettings(options)), m_router,
                   api::refusalAnswer)
    {
        engine.setJobs(test::jobs(options.jobs));
        if (!m_server.start())
            qFatal("the test server does not start");
        if (options.isConfigured && options.isLoaded) {
            mirror.start();
            while (!mirror.snapshot())
                std::this_thread::yield();
        }
    }
    ~ApiBench()
    {
        engine.release();
        m_server.stop();
        mirror.stop();
        thread.stop();
    }

    Reply call(const std::string &method, const std::string &target,
               const std::string &headers = AdminLogin) const
    {
        RawClient client(m_server.port());
        client.send(method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
        return client.receive(method == "HEAD");
    }
    Reply get(const std::string &target, const std::string &headers = AdminLogin) const
    {
        return call("GET", target, headers);
    }
    nlohmann::json getJson(const std::string &target) const
    {
        return nlohmann::json::parse(get(target).body);
    }

    [[nodiscard]] std::uint16_t port() const { return m_server.port(); }
    /// From now on the administrator has another password.
    void changePassword()
    {
        access::AccessSettings changed;
        changed.admin = access::AdminAccount{"admin", "another-word-2"};
        if (!m_authenticator.reload(changed))
            qFatal("the password does not change");
    }
    void beginToStop() { m_context.isStopping = true; }

    bool isStopping = false;
    SystemClock clock;
    mirror::PlanThread thread;
    FakeEngine engine;
    mirror::Mirror mirror;

private:
    static http::ServerSettings serverSettings(const Options &options)
    {
        http::ServerSettings settings;
        settings.handlerTimeout = options.handlerTimeout;
        settings.port = 0;
        settings.workers = 2;
        return settings;
    }

    static api::ApiSettings settings(const Options &options)
    {
        api::ApiSettings settings;
        settings.isPublicRead = options.isPublicRead;
        settings.invalidateWait = options.invalidateWait;
        settings.configurationFile = "/etc/resync/.env";
        return settings;
    }

    api::Parts parts(bool isConfigured)
    {
        const auto health = [] {
            domain::Health made;
            made.status = domain::HealthStatus::Ok;
            domain::HealthComponent component;
            component.name = "engine";
            component.configured = true;
            component.message = {"code", {}, "secret host mdm01"};
            made.components = {component};
            return made;
        };
        const auto report = [] {
            domain::ConfigReport made;
            made.environment = "test";
            domain::ConfigItem item;
            item.key = "ADMIN_PASSWORD";
            item.isSecret = true;
            item.isSet = true;
            item.value = "s3cret-word-1"; // the codec must mask it all the same
            made.items = {item};
            return made;
        };
        return {clock,
                isConfigured ? &mirror : nullptr,
                m_authenticator,
                m_limiter,
                health,
                report,
                [] {
                    return domain::ConfigSummary{"test", "0.1.0", true};
                },
                [] { return std::string("# HELP x y\n"); },
                [this](const std::string &by, auto done) {
                    if (!isStopping)
                        done(domain::ReloadOutcome{true, {by}, {"WORKERS"}, {}});
                    return !isStopping;
                },
                [](Instant from, Instant to, const std::vector<std::string> &names) {
                    domain::MetricsHistory history;
                    history.from = from;
                    history.to = to;
                    for (const char *name : {"jobs", "jobs", "memory"})
                        if (names.empty() || names.front() == name)
                            history.series.push_back({name, "", {}, {0.1F, std::nullopt}});
                    return history;
                }};
    }

    access::Authenticator m_authenticator;
    access::RateLimiter m_limiter;
    api::Context m_context;
    http::Router m_router;
    http::Server m_server;
};

inline std::string code(const Reply &reply)
{
    return nlohmann::json::parse(reply.body).at("code").get<std::string>();
}

} // namespace resync::test
