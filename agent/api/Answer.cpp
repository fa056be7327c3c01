// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Answer.h"

#include "shared/core/JsonWriter.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace resync::api {

namespace {

/// "q=0", "q=0.0" … "q=0.000": not acceptable (RFC 9110 §12.4.2).
bool isZeroWeight(std::string_view parameter)
{
    const auto text = trimmed(parameter);
    return text.starts_with("q=0") && text.find_first_not_of("0.", 3) == std::string_view::npos;
}

/// "q=0" among the parameters of an item, of which \a rest is what is left.
bool isRefused(std::optional<std::string_view> rest)
{
    while (rest) {
        if (isZeroWeight(takePart(rest, ';')))
            return true;
    }
    return false;
}

/// The q of an item of Accept; 1 when it has none.
double weightOf(const std::vector<std::string_view> &parts)
{
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const auto text = trimmed(parts[i]);
        double weight = 0;
        if (!text.starts_with("q="))
            continue;
        const auto digits = text.substr(2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                                  weight, std::chars_format::fixed);
        return error == std::errc() ? weight : 0;
    }
    return 1;
}

} // namespace

http::Response jsonAnswer(std::string body, int status)
{
    return http::Response::make(status, std::string(JsonContentType), std::move(body));
}

http::Response problemAnswer(protocol::Problem problem, const http::Request &request,
                             std::chrono::seconds retryAfter)
{
    problem.instance = request.path;
    problem.requestId = request.requestId;
    std::string body;
    JsonWriter json(body);
    protocol::writeProblem(json, problem);
    auto response = http::Response::make(problem.status, std::string(protocol::ProblemContentType),
                                         std::move(body));
    if (problem.status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retryAfter.count())});
    return response;
}

http::Response problemAnswer(const Error &error, const http::Request &request)
{
    return problemAnswer(protocol::makeProblem(error), request);
}

http::Response badParameter(const protocol::FieldProblem &field, const http::Request &request)
{
    auto problem = protocol::makeProblem(field.code, field.message);
    problem.errors.push_back(field);
    return problemAnswer(std::move(problem), request);
}

http::Response refusalAnswer(const http::Refusal &refusal)
{
    auto problem = protocol::makeProblem(refusal.code, refusal.detail);
    problem.status = refusal.status;
    http::Request request;
    request.path = refusal.instance;
    request.requestId = refusal.requestId;
    auto response = problemAnswer(std::move(problem), request);
    response.headers.clear(); // the server adds Retry-After to its own refusals
    response.headers.push_back({"Cache-Control", "no-store"}); // it does not say who asked
    return response;
}

void addFreshness(http::Response &response, const domain::Freshness &freshness)
{
    if (freshness.asOf)
        response.headers.push_back({"Resync-As-Of", formatInstant(*freshness.asOf)});
    response.headers.push_back({"Resync-Stale", freshness.isStale() ? "true" : "false"});
    response.headers.push_back({"Vary", "Accept-Encoding, Authorization"});
}

std::string entityTag(std::string_view epoch, std::uint64_t generation, bool isStale)
{
    std::string tag = "W/\"";
    tag += epoch;
    tag += '-';
    tag += std::to_string(generation);
    tag += isStale ? "-s\"" : "-f\"";
    return tag;
}

bool matchesEntityTag(const http::Request &request, std::string_view tag)
{
    const std::string *wanted = request.header("If-None-Match");
    if (wanted == nullptr)
        return false;
    const auto opaque = tag.substr(2); // without W/
    for (std::string_view candidate : split(*wanted, ',')) {
        candidate = trimmed(candidate);
        if (candidate.substr(0, 2) == "W/")
            candidate.remove_prefix(2);
        if (candidate == opaque || candidate == "*")
            return true;
    }
    return false;
}

bool prefersText(const http::Request &request)
{
    const std::string *accepted = request.header("Accept");
    if (accepted == nullptr)
        return false;
    double text = 0;
    double json = 0;
    for (const std::string_view item : split(*accepted, ',')) {
        const auto parts = split(item, ';');
        const auto name = toLower(trimmed(parts[0]));
        const double weight = weightOf(parts);
        if (name == "text/plain" || name == "text/*")
            text = std::max(text, weight);
        else if (name == "application/json" || name == "application/*" || name == "*/*")
            json = std::max(json, weight);
    }
    return text > json;
}

bool acceptsGzip(const http::Request &request)
{
    const std::string *accepted = request.header("Accept-Encoding");
    if (accepted == nullptr)
        return false;
    std::optional<std::string_view> items = *accepted;
    while (items) {
        std::optional<std::string_view> item = takePart(items, ',');
        const auto name = trimmed(takePart(item, ';'));
        if (equalsIgnoringCase(name, "gzip") || name == "*")
            return !isRefused(item);
    }
    return false;
}

} // namespace resync::api
