// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Mirror.h"

#include "tests/support/FakeEngine.h"

#include <QTest>

#include <future>

namespace resync::test {

inline const Error Refused{ErrorKind::Unavailable, "engine_unavailable", "connection refused"};
inline const Error TimedOut{ErrorKind::Timeout, "engine_timeout", "no answer in 30 s"};
inline const Error BadLogin{ErrorKind::Unauthorized, "engine_unauthorized", "401"};

/// A mirror with its engine and thread, taken down in the right order. Pages of ten rows; a refresh
/// only when asked for, unless an interval is given.
template<typename ClockType>
struct MirrorBench
{
    explicit MirrorBench(milliseconds interval = std::chrono::hours(1),
                         milliseconds fullSweep = std::chrono::hours(24),
                         std::size_t rowsPerPage = 10)
        : engine(thread)
        , mirror(engine, thread, clock, {interval, rowsPerPage, 600, fullSweep})
    {}
    ~MirrorBench()
    {
        engine.release();
        mirror.stop();
        thread.stop();
    }

    void loadPlan()
    {
        mirror.start();
        QTRY_VERIFY(mirror.snapshot() != nullptr);
        QTRY_VERIFY(mirror.status().refreshes >= 1);
    }

    domain::InvalidationReport invalidate(mirror::Scope scope,
                                          milliseconds wait = std::chrono::seconds(5))
    {
        std::promise<domain::InvalidationReport> promise;
        mirror.invalidate(scope, "admin", wait, [&](domain::InvalidationReport report) {
            promise.set_value(std::move(report));
        });
        return promise.get_future().get();
    }

    /// A hot refresh of one collection.
    bool awaitFresh(milliseconds maxAge = milliseconds(0),
                    milliseconds wait = std::chrono::seconds(5),
                    mirror::Collection collection = mirror::Collection::Jobs)
    {
        QTest::qSleep(2); // what was read in this very millisecond would be fresh enough
        std::promise<bool> promise;
        mirror.awaitFresh(collection, maxAge, wait,
                          [&](bool isFresh) { promise.set_value(isFresh); });
        return promise.get_future().get();
    }

    [[nodiscard]] std::optional<domain::StaleReason> reason(
        mirror::Collection collection = mirror::Collection::Jobs) const
    {
        return mirror.freshness(collection, mirror.snapshot().get()).reason;
    }
    /// Of a job that is shown; none: it is not.
    [[nodiscard]] std::optional<domain::Status> statusOf(const std::string &id) const
    {
        const auto shown = mirror.snapshot();
        const auto row = shown->jobs->find(id);
        return row ? std::optional(shown->jobs->statusAt(*row)) : std::nullopt;
    }
    [[nodiscard]] domain::MirrorState state() const { return planOf(*mirror.snapshot()).mirror; }
    [[nodiscard]] int events(std::string_view type) const
    {
        const auto all = mirror.events().all();
        return static_cast<int>(std::count_if(
            all.begin(), all.end(), [&](const auto &event) { return event->type == type; }));
    }

    ClockType clock;
    mirror::PlanThread thread;
    FakeEngine engine;
    mirror::Mirror mirror;
};

/// The job runs since \a startedAt.
inline void start(domain::Job &job, Instant startedAt)
{
    job.status = domain::Status::Running;
    job.run.emplace();
    job.run->startedAt = startedAt;
}

/// The job came to its end.
inline void end(domain::Job &job, Instant endedAt,
                domain::Status status = domain::Status::Successful)
{
    job.status = status;
    if (!job.run)
        job.run.emplace();
    job.run->endedAt = endedAt;
}

} // namespace resync::test
