// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/LogRoute.h"

#include "agent/api/Answer.h"
#include "agent/api/LogFollower.h"
#include "agent/api/PlanAnswer.h"
#include "agent/api/QueryReader.h"
#include "shared/core/Text.h"
#include "shared/protocol/JobLogCodec.h"
#include "shared/protocol/Routes.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace resync::api {

namespace {

constexpr std::size_t MaxLines = 10'000; ///< of one answer
constexpr std::size_t LastLine = 1'000'000'000;

struct LogQuery
{
    domain::LogRange range;
    std::size_t tail = 0; ///< 0: no tail
    bool isFollowed = false;
};

std::optional<std::uint64_t> readLine(QueryReader &reader, std::string_view name)
{
    const std::size_t number = reader.number(name, 1, LastLine, 0);
    return number == 0 ? std::nullopt : std::optional<std::uint64_t>(number);
}

LogQuery readQuery(QueryReader &reader, const http::Request &request)
{
    LogQuery query;
    if (const std::string *run = reader.text("run")) {
        query.range.run = domain::RunId(*run);
        if (run->empty())
            reader.reject("run", "run: must be the id of a run");
    }
    query.range.fromLine = readLine(reader, "from_line");
    query.range.toLine = readLine(reader, "to_line");
    query.tail = reader.number("tail", 1, MaxLines, 0);
    query.isFollowed = reader.flag("follow").value_or(false);
    if (query.tail != 0 && (query.range.fromLine || query.range.toLine))
        reader.reject("tail", "tail: not together with from_line or to_line");
    if (query.range.toLine && *query.range.toLine < query.range.fromLine.value_or(1))
        reader.reject("to_line", "to_line: is before from_line");
    if (query.range.toLine && query.isFollowed)
        reader.reject("follow", "follow: not together with to_line");
    const std::string *seen = request.header("Last-Event-ID"); // a follower comes back
    const auto line = seen != nullptr && query.isFollowed ? parseNatural(*seen) : std::nullopt;
    if (line && *line < LastLine) {
        query.range.fromLine = *line + 1;
        query.tail = 0;
    }
    return query;
}

/// The lines that were asked for, at most MaxLines.
domain::JobLog partOf(const domain::JobLog &log, const LogQuery &query)
{
    const auto isWanted = [&](const domain::LogLine &line) {
        return line.number >= query.range.fromLine.value_or(1) &&
               line.number <=
                   query.range.toLine.value_or(std::numeric_limits<std::uint64_t>::max());
    };
    domain::JobLog part;
    part.run = log.run;
    part.totalLines = log.totalLines;
    part.isComplete = log.isComplete;
    auto first = log.lines.begin();
    if (query.tail != 0 && log.lines.size() > query.tail)
        first = log.lines.end() - static_cast<std::ptrdiff_t>(query.tail);
    for (auto line = first; line != log.lines.end() && part.lines.size() < MaxLines; ++line)
        if (isWanted(*line))
            part.lines.push_back(*line);
    return part;
}

std::string bareText(const domain::JobLog &log)
{
    std::string text;
    for (const domain::LogLine &line : log.lines)
        (text += line.text) += '\n';
    return text;
}

void sendLog(const SharedCall &call, const PlanView &view, const domain::JobLog &log)
{
    http::Response response;
    std::string body;
    if (prefersText(call->request)) {
        response.contentType = "text/plain; charset=utf-8";
        body = bareText(log);
    } else {
        response.contentType = JsonContentType;
        JsonWriter json(body);
        protocol::writeJobLog(json, log, view.stamp.freshness);
    }
    response.body = std::make_shared<const std::string>(std::move(body));
    addFreshness(response, view.stamp.freshness);
    for (http::Header &header : response.headers)
        if (header.name == "Vary")
            header.value = "Accept, " + header.value;
    call->send(std::move(response));
}

void onLog(Context &context, const SharedCall &call, const PlanView &plan, const LogQuery &query,
           const Result<mirror::Dated<domain::JobLog>> &answer)
{
    if (!answer) {
        call->send(problemAnswer(answer.error(), call->request));
        return;
    }
    if (query.isFollowed) {
        LogFollower::start(context.parts.mirror->details(), *call,
                           domain::JobId(call->request.parameters.at(0)), query.range,
                           partOf(*answer->value, query));
        return;
    }
    onReadPool(context, call,
               [call, query, view = datedView(context, plan, *answer), log = answer->value] {
                   sendLog(call, view, partOf(*log, query));
               });
}

void serveLog(Context &context, SharedCall call)
{
    QueryReader reader(call->request);
    auto query = readQuery(reader, call->request);
    if (auto refusal = reader.answer()) {
        call->send(std::move(*refusal));
        return;
    }
    withPlan(
        context, std::move(call), mirror::Collection::Jobs, std::nullopt,
        [&context, query = std::move(query)](const SharedCall &current, const PlanView &view) {
            const std::string &id = current->request.parameters.at(0);
            if (!view.snapshot->jobs->find(id)) {
                current->send(problemAnswer(
                    protocol::makeProblem("not_found", "The plan has no job with this id."),
                    current->request));
                return;
            }
            if (query.isFollowed && !LogFollower::isRoom()) {
                current->send(problemAnswer(
                    protocol::makeProblem("overloaded", "Too many job logs are being followed."),
                    current->request));
                return;
            }
            context.parts.mirror->details().fetchLog(
                domain::JobId(id), query.range,
                [&context, current, view, query](const auto &answer) {
                    onLog(context, current, view, query, answer);
                });
        });
}

} // namespace

void addLogRoute(RouteTable &table)
{
    table.get(protocol::routes::JobLog, Access::Operator, serveLog);
}

} // namespace resync::api
