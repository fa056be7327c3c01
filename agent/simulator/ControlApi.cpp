// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/ControlApi.h"

#include "agent/simulator/Answers.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace resync::simulator {

namespace {

using nlohmann::json;

constexpr std::size_t MaxBodyBytes = 4'096;
constexpr std::int64_t MaxStepSeconds = 7 * 24 * 3'600;
constexpr std::int64_t MaxFaultMilliseconds = 600'000;
constexpr std::int64_t MaxFaultTimes = 1'000'000;

/// The body as a JSON object; an empty one is an empty object.
Result<json> readObject(const http::Request &request)
{
    if (request.body.empty())
        return json::object();
    json body = json::parse(request.body, nullptr, false);
    if (!body.is_object())
        return fail(ErrorKind::InvalidInput, "the body must be a JSON object");
    return body;
}

Result<std::optional<std::int64_t>> readNumber(const json &object, const char *name,
                                               std::int64_t low, std::int64_t high)
{
    const auto found = object.find(name);
    if (found == object.end())
        return std::optional<std::int64_t>();
    if (!found->is_number_integer() || *found < low || *found > high)
        return fail(ErrorKind::InvalidInput, std::string(name) + " must be a whole number from " +
                                                 std::to_string(low) + " to " +
                                                 std::to_string(high));
    return std::optional(found->get<std::int64_t>());
}

Result<std::string> readOperation(const json &object)
{
    const auto found = object.find("operation");
    if (found == object.end())
        return std::string();
    const std::vector<std::string_view> known = EngineApi::operations();
    const std::string name = found->is_string() ? found->get<std::string>() : std::string();
    if (std::find(known.begin(), known.end(), name) == known.end())
        return fail(ErrorKind::InvalidInput, "operation must be one like \"plan/job\"");
    return name;
}

Result<Fault> readFault(const json &object)
{
    const auto word = object.find("kind");
    const std::optional<FaultKind> kind = word != object.end() && word->is_string()
                                              ? faultKindFromWord(word->get<std::string>())
                                              : std::nullopt;
    if (!kind)
        return fail(ErrorKind::InvalidInput, "kind is missing or unknown");
    const Result<std::string> operation = readOperation(object);
    if (!operation)
        return tl::unexpected(operation.error());
    const auto value = readNumber(object, "value_ms", 0, MaxFaultMilliseconds);
    if (!value)
        return tl::unexpected(value.error());
    const auto times = readNumber(object, "times", 1, MaxFaultTimes);
    if (!times)
        return tl::unexpected(times.error());
    Fault fault{*operation, *kind, milliseconds(value->value_or(0)), std::nullopt};
    if (*times)
        fault.times = static_cast<unsigned>(**times);
    return fault;
}

http::Route route(http::Method method, std::string pattern,
                  std::function<http::Response(const http::Request &)> produce)
{
    http::Route result;
    result.method = method;
    result.pattern = std::move(pattern);
    result.maxBodyBytes = MaxBodyBytes;
    result.handler = [produce = std::move(produce)](const http::Request &request,
                                                    http::Responder responder) {
        responder.send(produce(request));
    };
    return result;
}

void writeStatusCounts(JsonWriter &out, const StatusCounts &counts)
{
    out.beginObject();
    for (domain::Status status : domain::AllStatuses)
        out.member(engineWord(status), counts[static_cast<std::size_t>(status)]);
    out.endObject();
}

} // namespace

void ControlApi::addRoutes(http::Router &router)
{
    using http::Method;
    using http::Request;
    const auto add = [&router](Method method, std::string pattern, auto produce) {
        router.add(route(method, std::move(pattern), produce));
    };
    add(Method::Get, "/counters", [this](const Request &) { return counters(); });
    add(Method::Post, "/counters/reset", [this](const Request &) { return resetCounters(); });
    add(Method::Get, "/faults", [this](const Request &) { return faults(); });
    add(Method::Post, "/faults", [this](const Request &request) { return addFault(request); });
    add(Method::Delete, "/faults", [this](const Request &) { return clearFaults(); });
    add(Method::Get, "/time", [this](const Request &) { return time(); });
    add(Method::Post, "/time/freeze", [this](const Request &) { return freeze(); });
    add(Method::Post, "/time/resume", [this](const Request &) { return resume(); });
    add(Method::Post, "/time/step", [this](const Request &request) { return step(request); });
    add(Method::Get, "/truth", [this](const Request &) { return truth(); });
    add(Method::Post, "/jobs/{id}/abend",
        [this](const Request &request) { return abendJob(request); });
}

http::Response ControlApi::counters() const
{
    const Counters::Snapshot counts = m_counters.snapshot();
    std::string body;
    JsonWriter out(body);
    out.beginObject();
    out.member("total", counts.total);
    out.key("operations");
    out.beginObject();
    for (const auto &[operation, count] : counts.operations)
        out.member(operation, count);
    out.endObject();
    out.member("unauthorized", counts.unauthorized);
    out.member("rows", counts.rows);
    out.member("in_flight", counts.inFlight);
    out.member("max_concurrency", counts.maxConcurrency);
    out.endObject();
    return jsonAnswer(200, std::move(body));
}

http::Response ControlApi::resetCounters()
{
    m_counters.reset();
    return counters();
}

http::Response ControlApi::faults() const
{
    std::string body;
    JsonWriter out(body);
    out.beginArray();
    for (const Fault &fault : m_faults.list()) {
        out.beginObject();
        if (fault.operation.empty())
            out.memberNull("operation");
        else
            out.member("operation", fault.operation);
        out.member("kind", toString(fault.kind));
        out.member("value_ms", fault.value.count());
        out.member("times", fault.times);
        out.endObject();
    }
    out.endArray();
    return jsonAnswer(200, std::move(body));
}

http::Response ControlApi::addFault(const http::Request &request)
{
    const Result<Fault> fault = readObject(request).and_then(readFault);
    if (!fault)
        return errorAnswer(400, fault.error().message);
    m_faults.add(*fault);
    return faults();
}

http::Response ControlApi::clearFaults()
{
    m_faults.clear();
    m_engine.releaseWaiting();
    return faults();
}

http::Response ControlApi::time()
{
    const bool isFrozen = m_host.isFrozen();
    return m_host.look([isFrozen](const PlanView &view) {
        std::string body;
        JsonWriter out(body);
        out.beginObject();
        out.member("now", view.now());
        out.member("frozen", isFrozen);
        out.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response ControlApi::freeze()
{
    m_host.freeze();
    return time();
}

http::Response ControlApi::resume()
{
    m_host.resume();
    return time();
}

http::Response ControlApi::step(const http::Request &request)
{
    const auto seconds = readObject(request).and_then(
        [](const json &body) { return readNumber(body, "seconds", 0, MaxStepSeconds); });
    if (!seconds)
        return errorAnswer(400, seconds.error().message);
    if (!*seconds)
        return errorAnswer(400, "seconds is missing");
    m_host.step(std::chrono::seconds(**seconds));
    return time();
}

http::Response ControlApi::truth()
{
    return m_host.look([](const PlanView &view) {
        const Plan &plan = view.plan();
        std::string body;
        body.reserve(plan.jobs.size() * 56);
        JsonWriter out(body);
        out.beginObject();
        out.member("at", view.now());
        out.member("plan_id", plan.ids.make(IdKind::Plan, 0).view());
        out.key("counts");
        writeStatusCounts(out, view.life().jobCounts());
        out.key("jobs");
        out.beginObject();
        for (Row row = 0; row < plan.jobs.size(); ++row)
            out.member(plan.ids.make(IdKind::Job, row).view(),
                       engineWord(view.life().jobStatus(row)));
        out.endObject();
        out.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response ControlApi::abendJob(const http::Request &request)
{
    const auto row = m_host.plan().ids.rowOf(IdKind::Job, request.parameters.front());
    if (!row || *row >= m_host.plan().jobs.size())
        return errorAnswer(404, "There is no such job in the plan.");
    if (const Result<> done = m_host.abend(*row); !done)
        return errorAnswer(409, done.error().message);
    return jsonAnswer(200, R"({"status":"ERROR"})");
}

} // namespace resync::simulator
