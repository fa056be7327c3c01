// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/ControlApi.h"

#include "agent/simulator/Answers.h"
#include "agent/simulator/Truth.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <tuple>

namespace resync::simulator {

namespace {

using nlohmann::json;

constexpr std::size_t MaxBodyBytes = 4'096;
constexpr std::int64_t MaxStepSeconds = 7 * 24 * 3'600;
constexpr std::int64_t MaxSkewSeconds = 24 * 3'600;
constexpr std::int64_t MaxFaultValue = 64 << 20; ///< milliseconds, or bytes of a huge field
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

Result<std::optional<bool>> readFlag(const json &object, const char *name)
{
    const auto found = object.find(name);
    if (found == object.end())
        return std::optional<bool>();
    if (!found->is_boolean())
        return fail(ErrorKind::InvalidInput, std::string(name) + " must be true or false");
    return std::optional(found->get<bool>());
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
    const auto value = readNumber(object, "value_ms", 0, MaxFaultValue);
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
    add(Method::Post, "/time/skew", [this](const Request &request) { return skew(request); });
    add(Method::Get, "/truth", [this](const Request &request) { return truth(request); });
    add(Method::Post, "/jobs/{id}/abend",
        [this](const Request &request) { return orderForJob(request, &PlanLife::abend); });
    add(Method::Post, "/jobs/{id}/succeed",
        [this](const Request &request) { return orderForJob(request, &PlanLife::succeed); });
    add(Method::Post, "/jobs/change",
        [this](const Request &request) { return changeJobs(request); });
    add(Method::Post, "/prompts/{id}/reply",
        [this](const Request &request) { return replyToPrompt(request); });
    add(Method::Post, "/workstations/{name}",
        [this](const Request &request) { return setLimits(request); });
    add(Method::Post, "/plan/rollover",
        [this](const Request &request) { return rollOver(request); });
    add(Method::Post, "/host/down", [this](const Request &) { return setHost(false); });
    add(Method::Post, "/host/up", [this](const Request &) { return setHost(true); });
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
    const milliseconds skew = m_host.skew();
    return m_host.lookAtTruth([isFrozen, skew](const PlanView &view) {
        std::string body;
        JsonWriter out(body);
        out.beginObject();
        out.member("now", view.now());
        out.member("frozen", isFrozen);
        out.member("skew_s", skew.count() / 1'000);
        out.member("run_number", view.runNumber());
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

http::Response ControlApi::skew(const http::Request &request)
{
    const auto seconds = readObject(request).and_then([](const json &body) {
        return readNumber(body, "seconds", -MaxSkewSeconds, MaxSkewSeconds);
    });
    if (!seconds || !*seconds)
        return errorAnswer(400, seconds ? "seconds is missing" : seconds.error().message);
    m_host.setSkew(std::chrono::seconds(**seconds));
    return time();
}

http::Response ControlApi::truth(const http::Request &request)
{
    const std::string *fields = request.queryValue("fields");
    const bool isWhole = fields && *fields == "all";
    return m_host.lookAtTruth(
        [isWhole](const PlanView &view) { return jsonAnswer(200, truthOf(view, isWhole)); });
}

std::optional<Row> ControlApi::rowOf(const http::Request &request, IdKind kind,
                                     std::size_t (*size)(const Plan &))
{
    return m_host.lookAtTruth([&](const PlanView &view) {
        const auto row = view.plan().ids.rowOf(kind, request.parameters.front());
        return row && *row < size(view.plan()) ? row : std::nullopt;
    });
}

http::Response ControlApi::orderForJob(const http::Request &request,
                                       Result<> (PlanLife::*order)(Row))
{
    const auto row = rowOf(request, IdKind::Job, [](const Plan &plan) { return plan.jobs.size(); });
    if (!row)
        return errorAnswer(404, "There is no such job in the plan.");
    const Result<> done =
        m_host.apply([order, job = *row](PlanLife &life) { return (life.*order)(job); });
    if (!done)
        return errorAnswer(409, done.error().message);
    return m_host.lookAtTruth([job = *row](const PlanView &view) {
        std::string body;
        JsonWriter out(body);
        out.beginObject();
        out.member("status", engineWord(view.life().jobStatus(job)));
        out.endObject();
        return jsonAnswer(200, std::move(body));
    });
}

http::Response ControlApi::changeJobs(const http::Request &request)
{
    const Result<json> body = readObject(request);
    if (!body)
        return errorAnswer(400, body.error().message);
    const auto count = readNumber(*body, "count", 1, PlanSize::MaxJobs);
    if (!count || !*count)
        return errorAnswer(400, count ? "count is missing" : count.error().message);
    const auto to = body->find("to");
    if (to == body->end() || !to->is_string())
        return errorAnswer(400, "to is missing");
    const Result<unsigned> changed =
        m_host.change(static_cast<unsigned>(**count), to->get<std::string>());
    if (!changed)
        return errorAnswer(400, changed.error().message);
    return jsonAnswer(200, "{\"changed\":" + std::to_string(*changed) + "}");
}

http::Response ControlApi::replyToPrompt(const http::Request &request)
{
    const auto row =
        rowOf(request, IdKind::Prompt, [](const Plan &plan) { return plan.prompts.size(); });
    if (!row)
        return errorAnswer(404, "There is no such prompt in the plan.");
    const Result<std::optional<bool>> yes =
        readObject(request).and_then([](const json &body) { return readFlag(body, "yes"); });
    if (!yes || !*yes)
        return errorAnswer(400, yes ? "yes is missing" : yes.error().message);
    const Result<> done = m_host.apply(
        [prompt = *row, isYes = **yes](PlanLife &life) { return life.reply(prompt, isYes); });
    return done ? jsonAnswer(200, "{}") : errorAnswer(409, done.error().message);
}

http::Response ControlApi::setLimits(const http::Request &request)
{
    const std::string &name = request.parameters.front();
    const auto row = m_host.lookAtTruth([&name](const PlanView &view) {
        const auto &stations = view.plan().workstations;
        const auto found = std::find_if(stations.begin(), stations.end(),
                                        [&name](const auto &s) { return s.name() == name; });
        return static_cast<std::size_t>(found - stations.begin()) < stations.size()
                   ? std::optional(static_cast<Row>(found - stations.begin()))
                   : std::nullopt;
    });
    if (!row)
        return errorAnswer(404, "There is no such workstation in the plan.");
    const Result<json> body = readObject(request);
    if (!body)
        return errorAnswer(400, body.error().message);
    const auto isLinked = readFlag(*body, "linked");
    const auto limit = readNumber(*body, "limit", 0, 1'024);
    const auto fence = readNumber(*body, "fence", 0, 101);
    if (!isLinked || !limit || !fence)
        return errorAnswer(400, "linked must be true or false, limit 0 … 1024, fence 0 … 101");
    const auto set = [=, station = *row](PlanLife &life) -> Result<> {
        StationLimits limits = life.limitsOf(station);
        limits.isLinked = isLinked->value_or(limits.isLinked);
        limits.limit = static_cast<int>(limit->value_or(limits.limit));
        limits.fence = static_cast<int>(fence->value_or(limits.fence));
        life.setLimits(station, limits);
        return {};
    };
    std::ignore = m_host.apply(set);
    return jsonAnswer(200, "{}");
}

http::Response ControlApi::rollOver(const http::Request &request)
{
    const auto gap = readObject(request).and_then(
        [](const json &body) { return readNumber(body, "gap_seconds", 0, MaxSkewSeconds); });
    if (!gap)
        return errorAnswer(400, gap.error().message);
    m_host.rollOverNow(std::chrono::seconds(gap->value_or(0)));
    return time();
}

http::Response ControlApi::setHost(bool isUp)
{
    if (!isUp) {
        m_engine.releaseWaiting();
        m_door.shut();
    } else if (const Result<> opened = m_door.open(); !opened) {
        return errorAnswer(500, opened.error().message);
    }
    return jsonAnswer(200, isUp ? R"({"up":true})" : R"({"up":false})");
}

} // namespace resync::simulator
