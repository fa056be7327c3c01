// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Call.h"
#include "agent/api/Context.h"
#include "agent/http/EventStream.h"
#include "agent/mirror/Details.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace resync::api {

/// Sends the lines of a job log as they come: one event "line" each, "end" after the last line of a
/// run that has ended. Asks the engine every few seconds; readers of one log that have come equally
/// far share the question. Lives as long as its stream.
class LogFollower : public std::enable_shared_from_this<LogFollower>
{
public:
    static constexpr int MaxCount = 16; ///< in this process, each costs up to 20 calls a minute

    /// Opens the stream of \a call and begins with \a log, which was read with \a range. Ends
    /// when the caller would not be let in any more.
    static void start(Context &context, Call &call, const domain::JobId &job,
                      domain::LogRange range, const domain::JobLog &log);
    /// Whether one more may be started.
    [[nodiscard]] static bool isRoom() { return s_count < MaxCount; }

    LogFollower(mirror::Details &details, StillAllowed mayGoOn, domain::JobId job,
                domain::LogRange range);
    ~LogFollower();
    LogFollower(const LogFollower &) = delete;
    LogFollower &operator=(const LogFollower &) = delete;

private:
    [[nodiscard]] std::string eventsOf(const domain::JobLog &log);
    void askLater();
    void ask();
    void onAnswer(const Result<mirror::Dated<domain::JobLog>> &answer);

    static std::atomic<int> s_count;

    mirror::Details &m_details;
    const StillAllowed m_mayGoOn;
    const domain::JobId m_job;
    domain::LogRange m_range; ///< the rest
    http::EventStream m_stream;
    std::atomic<bool> m_isClosed{false};
    bool m_isComplete = false;
    int m_failures = 0; ///< in a row
};

} // namespace resync::api
