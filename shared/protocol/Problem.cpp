// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/Problem.h"

#include "shared/protocol/FieldTable.h"

#include <algorithm>

namespace resync::protocol {

namespace {

constexpr std::string_view TypePrefix = "urn:resync:problem:";

constexpr std::array Kinds = {
    ProblemKind{"bad_request", 400, "The request is malformed", false},
    ProblemKind{"invalid_parameter", 400, "A parameter has a value that is not allowed", false},
    ProblemKind{"unknown_parameter", 400, "A parameter is not known here", false},
    ProblemKind{"invalid_cursor", 400, "The cursor does not belong to this list", false},
    ProblemKind{"unauthorized", 401, "Valid credentials are needed", false},
    ProblemKind{"forbidden", 403, "The account may not do this", false},
    ProblemKind{"not_found", 404, "There is nothing of this name", false},
    ProblemKind{"method_not_allowed", 405, "The method is not allowed here", false},
    ProblemKind{"request_timeout", 408, "The request did not arrive in time", true},
    ProblemKind{"conflict", 409, "The state is not the expected one", false},
    ProblemKind{"revision_gone", 410, "The revision is no longer known", false},
    ProblemKind{"too_large", 413, "The request is too large", false},
    ProblemKind{"rate_limited", 429, "Too many requests", true},
    ProblemKind{"locked_out", 429, "Too many failed logins", true},
    ProblemKind{"internal", 500, "An internal error occurred", false},
    ProblemKind{"not_implemented", 501, "The function is not implemented", false},
    ProblemKind{"not_offered_by_engine", 501, "The engine does not offer this", false},
    ProblemKind{"engine_unauthorized", 502, "The engine refused the login", false},
    ProblemKind{"engine_protocol", 502, "The engine's answer could not be read", false},
    ProblemKind{"no_plan", 503, "No plan has been read yet", true},
    ProblemKind{"not_configured", 503, "The engine is not configured", false},
    ProblemKind{"no_admin_account", 503, "No administrator account is configured", false},
    ProblemKind{"engine_unavailable", 503, "The engine could not be reached", true},
    ProblemKind{"overloaded", 503, "The Resync agent is busy", true},
    ProblemKind{"shutting_down", 503, "The Resync agent is stopping", true},
    ProblemKind{"engine_timeout", 504, "The engine did not answer in time", true},
};

void writeType(JsonWriter &json, const Problem &problem)
{
    json.value(std::string(TypePrefix) + problem.code);
}

constexpr std::array ErrorFields = {
    field<&FieldProblem::field>("field"),
    field<&FieldProblem::code>("code"),
    field<&FieldProblem::message>("message"),
};

} // namespace

template<>
struct Codec<FieldProblem>
{
    static void write(JsonWriter &json, const FieldProblem &problem)
    {
        writeObject(json, problem, ErrorFields);
    }
    static void read(const JsonNode &node, FieldProblem &out)
    {
        readObject(node, out, ErrorFields);
    }
};

namespace {

constexpr std::array Fields = {
    Field<Problem>{{}, "type", writeType},     field<&Problem::title>("title"),
    requiredField<&Problem::status>("status"), field<&Problem::detail>("detail"),
    field<&Problem::instance>("instance"),     requiredField<&Problem::code>("code"),
    field<&Problem::requestId>("request_id"),  field<&Problem::isRetryable>("retryable"),
    field<&Problem::errors>("errors"),
};

} // namespace

std::span<const ProblemKind> problemKinds()
{
    return Kinds;
}

const ProblemKind *findProblemKind(std::string_view code)
{
    const auto at = std::find_if(Kinds.begin(), Kinds.end(),
                                 [&](const ProblemKind &kind) { return kind.code == code; });
    return at == Kinds.end() ? nullptr : &*at;
}

std::string_view defaultProblemCode(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::InvalidInput:
        return "invalid_parameter";
    case ErrorKind::Unauthorized:
        return "engine_unauthorized";
    case ErrorKind::NotFound:
        return "not_found";
    case ErrorKind::NotOffered:
        return "not_offered_by_engine";
    case ErrorKind::Conflict:
        return "conflict";
    case ErrorKind::Timeout:
        return "engine_timeout";
    case ErrorKind::Unavailable:
        return "engine_unavailable";
    case ErrorKind::Protocol:
        return "engine_protocol";
    case ErrorKind::Cancelled:
        return "shutting_down";
    case ErrorKind::Internal:
        break;
    }
    return "internal";
}

Problem makeProblem(std::string_view code, std::string detail)
{
    const ProblemKind *kind = findProblemKind(code);
    if (kind == nullptr)
        kind = findProblemKind("internal");
    Problem problem;
    problem.code = kind->code;
    problem.status = kind->status;
    problem.title = kind->title;
    problem.detail = std::move(detail);
    problem.isRetryable = kind->isRetryable;
    return problem;
}

Problem makeProblem(const Error &error)
{
    const std::string_view code = error.code;
    return makeProblem(code.empty() ? defaultProblemCode(error.kind) : code, error.message);
}

void writeProblem(JsonWriter &json, const Problem &problem)
{
    writeObject(json, problem, Fields);
}

Result<Problem> readProblem(std::string_view text)
{
    return readDocument<Problem>(
        text, [](const JsonNode &node, Problem &out) { readObject(node, out, Fields); });
}

} // namespace resync::protocol
