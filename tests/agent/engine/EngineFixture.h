// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineDoor.h"
#include "tests/support/FakeClock.h"
#include "tests/support/ScriptedServer.h"

#include <QObject>
#include <QTimer>
#include <QtTest>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace resync::test {

inline engine::HostAddress hostOf(const ScriptedServer &server)
{
    return {"127.0.0.1", server.port()};
}

class CallsSeen final : public engine::EngineCallObserver
{
public:
    void onEngineCall(std::string_view operation, std::string_view outcome, milliseconds) override
    {
        seen.push_back(std::string(operation) + ' ' + std::string(outcome));
    }
    std::vector<std::string> seen;
};

inline engine::EngineSettings plainSettings(std::vector<engine::HostAddress> hosts)
{
    using namespace std::chrono_literals;
    engine::EngineSettings settings;
    settings.hosts = std::move(hosts);
    settings.scheme = "http";
    settings.user = "ops";
    settings.password = "secret-word";
    settings.connectTimeout = 10s;
    settings.readTimeout = 10s;
    settings.maxCallsPerMinute = 1000;
    return settings;
}

/// An engine whose plan thread is the test's. Timers up to half a second run by themselves, longer
/// ones when the test moves the clock.
struct EngineFixture
{
    static constexpr int PatienceMs = 20'000;

    QObject planThread; // outlives the client, whose last answers are posted to it
    net::HttpClient client;
    FakeClock clock;
    CallsSeen calls;
    std::vector<std::pair<std::chrono::steady_clock::time_point, std::function<void()>>> timers;
    std::optional<engine::EngineDoor> engine;

    explicit EngineFixture(engine::EngineSettings settings)
    {
        engine.emplace(client, std::move(settings), executor(), clock, &calls);
    }
    explicit EngineFixture(const ScriptedServer &server)
        : EngineFixture(plainSettings({hostOf(server)}))
    {}

    engine::Executor executor()
    {
        return {[this](std::function<void()> work) {
                    QMetaObject::invokeMethod(&planThread, std::move(work), Qt::QueuedConnection);
                },
                [this](milliseconds delay, std::function<void()> work) {
                    if (delay <= milliseconds(500))
                        QTimer::singleShot(delay, &planThread, std::move(work));
                    else
                        timers.emplace_back(clock.steady() + delay, std::move(work));
                }};
    }

    /// Second by second, with the timers that come due.
    void advance(milliseconds span)
    {
        for (milliseconds passed{0}; passed < span; passed += std::chrono::seconds(1)) {
            clock.advance(std::chrono::seconds(1));
            std::vector<std::function<void()>> due;
            for (auto at = timers.begin(); at != timers.end();) {
                if (at->first > clock.steady()) {
                    ++at;
                    continue;
                }
                due.push_back(std::move(at->second));
                at = timers.erase(at);
            }
            for (const auto &work : due)
                work();
        }
    }

    template<typename T>
    static Result<T> await(const std::function<void(Callback<T>)> &ask)
    {
        std::optional<Result<T>> answer;
        ask([&](Result<T> result) { answer = std::move(result); });
        if (!QTest::qWaitFor([&] { return answer.has_value(); }, PatienceMs))
            return fail(ErrorKind::Internal, "no answer at all");
        return *answer;
    }

    Result<domain::EngineIdentity> identity()
    {
        return await<domain::EngineIdentity>([&](auto done) { engine->fetchIdentity(done); });
    }
    Result<mirror::Page<domain::Job>> jobs(mirror::PageRequest page = {})
    {
        return await<mirror::Page<domain::Job>>([&](auto done) { engine->fetchJobs(page, done); });
    }
    Result<mirror::Page<domain::JobStream>> streams(mirror::PageRequest page = {})
    {
        return await<mirror::Page<domain::JobStream>>(
            [&](auto done) { engine->fetchJobStreams(page, done); });
    }
    Result<domain::JobDetail> detail(const char *id)
    {
        return await<domain::JobDetail>(
            [&](auto done) { engine->fetchJobDetail(domain::JobId(id), done); });
    }
};

} // namespace resync::test
