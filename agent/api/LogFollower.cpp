// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/LogFollower.h"

#include "shared/core/JsonWriter.h"
#include "shared/protocol/JobLogCodec.h"

#include <string>
#include <utility>

namespace resync::api {

namespace {

using namespace std::chrono_literals;

constexpr milliseconds Pause{3'000};
constexpr int MostFailures = 20;

void appendLine(std::string &out, const domain::LogLine &line)
{
    out += "event: line\nid: " + std::to_string(line.number) + "\ndata: ";
    JsonWriter json(out);
    protocol::writeLogLine(json, line);
    out += "\n\n";
}

} // namespace

std::atomic<int> LogFollower::s_count{0};

LogFollower::LogFollower(mirror::Details &details, StillAllowed mayGoOn, domain::JobId job,
                         domain::LogRange range)
    : m_details(details)
    , m_mayGoOn(std::move(mayGoOn))
    , m_job(std::move(job))
    , m_range(std::move(range))
{
    ++s_count;
}

LogFollower::~LogFollower()
{
    --s_count;
}

void LogFollower::start(Context &context, Call &call, const domain::JobId &job,
                        domain::LogRange range, const domain::JobLog &log)
{
    auto follower = std::make_shared<LogFollower>(
        context.parts.mirror->details(), stillAllowed(context, call), job, std::move(range));
    if (follower->m_range.run.isEmpty())
        follower->m_range.run = log.run; // a rerun is another log
    http::StreamStart stream;
    stream.first = follower->eventsOf(log);
    stream.onClosed = [follower] { follower->m_isClosed = true; };
    follower->m_stream = call.responder.openStream(std::move(stream));
    if (follower->m_isComplete)
        follower->m_stream.finish();
    else
        follower->askLater();
}

/// The events of the lines that are new; moves on behind them.
std::string LogFollower::eventsOf(const domain::JobLog &log)
{
    std::string events;
    for (const domain::LogLine &line : log.lines) {
        if (line.number < m_range.fromLine.value_or(1))
            continue;
        appendLine(events, line);
        m_range.fromLine = line.number + 1;
    }
    const bool isAll = !log.totalLines || m_range.fromLine.value_or(1) > *log.totalLines;
    m_isComplete = log.isComplete && isAll;
    if (m_isComplete)
        events += "event: end\ndata: {}\n\n";
    return events;
}

void LogFollower::askLater()
{
    m_details.later(Pause, [self = shared_from_this()] { self->ask(); });
}

void LogFollower::ask()
{
    if (m_isClosed)
        return;
    if (!m_mayGoOn()) {
        m_stream.finish();
        return;
    }
    m_details.fetchLog(m_job, m_range,
                       [self = shared_from_this()](const auto &answer) { self->onAnswer(answer); },
                       {Pause - 1s, {}, {}, {}});
}

void LogFollower::onAnswer(const Result<mirror::Dated<domain::JobLog>> &answer)
{
    if (m_isClosed)
        return;
    if (!answer || answer->error) {
        const Error &error = answer ? *answer->error : answer.error();
        if (error.isTransient() && ++m_failures < MostFailures)
            askLater();
        else
            m_stream.finish();
        return;
    }
    m_failures = 0;
    auto events = eventsOf(*answer->value);
    if (!events.empty())
        m_stream.write(std::make_shared<const std::string>(std::move(events)));
    if (m_isComplete)
        m_stream.finish();
    else
        askLater();
}

} // namespace resync::api
