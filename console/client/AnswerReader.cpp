// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AnswerReader.h"

#include "shared/protocol/Problem.h"

#include <optional>

namespace resync::console {

namespace {

std::optional<protocol::Problem> problemOf(const HttpAnswer &answer)
{
    if (!answer.contentType.startsWith("application/problem+json"))
        return std::nullopt;
    auto problem = protocol::readProblem(
        {answer.body.constData(), static_cast<std::size_t>(answer.body.size())});
    return problem ? std::optional(std::move(*problem)) : std::nullopt;
}

ErrorKind kindOf(int status)
{
    switch (status) {
    case 401:
    case 403:
        return ErrorKind::Unauthorized;
    case 404:
    case 405:
    case 410:
    case 501:
        return ErrorKind::NotFound;
    case 409:
        return ErrorKind::Conflict;
    case 408:
    case 504:
        return ErrorKind::Timeout;
    case 429:
    case 502:
    case 503:
        return ErrorKind::Unavailable;
    case 500:
        return ErrorKind::Internal;
    default:
        return status >= 400 && status < 500 ? ErrorKind::InvalidInput : ErrorKind::Protocol;
    }
}

} // namespace

ConnectionTrouble troubleOf(const HttpAnswer &answer)
{
    switch (answer.status) {
    case 200:
    case 304:
        return ConnectionTrouble::None;
    case 401:
        return ConnectionTrouble::Unauthorized;
    case 403:
        return ConnectionTrouble::Forbidden;
    case 429: {
        const auto problem = problemOf(answer);
        return problem && problem->code == "locked_out" ? ConnectionTrouble::LockedOut
                                                        : ConnectionTrouble::ServerError;
    }
    default:
        return answer.status >= 500 ? ConnectionTrouble::ServerError
                                    : ConnectionTrouble::NotAResyncAgent;
    }
}

QString statusDetail(const HttpAnswer &answer)
{
    const QString status = QStringLiteral("HTTP %1").arg(answer.status);
    const auto problem = problemOf(answer);
    return problem ? QStringLiteral("%1 %2").arg(status, QString::fromStdString(problem->code))
                   : status;
}

Error errorOf(const HttpAnswer &answer)
{
    const ErrorKind kind = kindOf(answer.status);
    if (auto problem = problemOf(answer))
        return {kind, problem->code, problem->detail.empty() ? problem->title : problem->detail};
    return {kind, {}, "HTTP " + std::to_string(answer.status)};
}

Error errorOf(const HttpFailure &failure)
{
    if (failure.isCancelled)
        return {ErrorKind::Cancelled, {}, "cancelled"};
    return {kindOf(failure.trouble), {}, failure.detail.toStdString()};
}

ErrorKind kindOf(ConnectionTrouble trouble)
{
    switch (trouble) {
    case ConnectionTrouble::Timeout:
        return ErrorKind::Timeout;
    case ConnectionTrouble::Unauthorized:
    case ConnectionTrouble::Forbidden:
    case ConnectionTrouble::LockedOut:
        return ErrorKind::Unauthorized;
    case ConnectionTrouble::Protocol:
    case ConnectionTrouble::NotAResyncAgent:
        return ErrorKind::Protocol;
    case ConnectionTrouble::PlainHttpForbidden:
    case ConnectionTrouble::BadUrl:
        return ErrorKind::InvalidInput;
    default:
        return ErrorKind::Unavailable;
    }
}

} // namespace resync::console
