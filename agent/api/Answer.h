// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Response.h"
#include "agent/http/Router.h"
#include "shared/core/Result.h"
#include "shared/domain/Freshness.h"
#include "shared/protocol/Problem.h"

#include <chrono>
#include <string>
#include <string_view>

namespace resync::api {

inline constexpr std::string_view JsonContentType = "application/json";

[[nodiscard]] http::Response jsonAnswer(std::string body, int status = 200);

/// A problem document about \a request. 503 gets a Retry-After of \a retryAfter.
[[nodiscard]] http::Response problemAnswer(
    protocol::Problem problem, const http::Request &request,
    std::chrono::seconds retryAfter = std::chrono::seconds(5));
[[nodiscard]] http::Response problemAnswer(const Error &error, const http::Request &request);
/// 400 invalid_parameter (or \a code) about one parameter.
[[nodiscard]] http::Response badParameter(const protocol::FieldProblem &field,
                                          const http::Request &request);
/// What the server itself refuses, as a problem document that no cache keeps.
[[nodiscard]] http::Response refusalAnswer(const http::Refusal &refusal);

/// Resync-As-Of, Resync-Stale and Vary: every answer about the plan.
void addFreshness(http::Response &response, const domain::Freshness &freshness);

/// W/"<epoch>-<generation>-f|s" (api.md §2).
[[nodiscard]] std::string entityTag(std::string_view epoch, std::uint64_t generation, bool isStale);
/// If-None-Match of \a request names \a tag (weak comparison, RFC 9110 §13.1.2).
[[nodiscard]] bool matchesEntityTag(const http::Request &request, std::string_view tag);
/// The client would rather have text/plain than JSON (RFC 9110 §12.5.1).
[[nodiscard]] bool prefersText(const http::Request &request);
/// The client takes gzip (RFC 9110 §12.5.3).
[[nodiscard]] bool acceptsGzip(const http::Request &request);

} // namespace resync::api
