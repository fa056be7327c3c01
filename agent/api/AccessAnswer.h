// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Audit.h"
#include "agent/access/Authenticator.h"
#include "agent/access/RateLimiter.h"
#include "agent/access/Refusal.h"
#include "agent/api/Call.h"
#include "agent/api/Context.h"
#include "agent/http/Response.h"

#include <string>
#include <string_view>

namespace resync::api {

/// "POST /api/v1/auth/login", for the audit.
[[nodiscard]] std::string whatOf(const http::Request &request);

/// 401 that says how to authenticate.
[[nodiscard]] http::Response unauthorizedAnswer(const http::Request &request, std::string detail);
/// 401, or 429 with Retry-After.
[[nodiscard]] http::Response failureAnswer(const access::Failure &failure,
                                           const http::Request &request);
/// 503 no_admin_account.
[[nodiscard]] http::Response noAccountAnswer(const Context &context, const http::Request &request);

/// Counts a refusal and writes its line of the audit.
void noteRefusal(Context &context, const http::Request &request, access::Refusal reason,
                 std::string_view who, std::string_view address);
/// The same without the request; \a entry lacks only its result.
void noteRefusal(Context &context, access::Refusal reason, access::AuditEntry entry);

/// A limit on a kind of call.
struct RateLimited
{
    access::RateLimiter &limiter;
    std::string_view name;   ///< of the policy: "invalidate"
    std::string_view detail; ///< of the refusal, an English sentence
    std::string key;         ///< whose calls are counted together
};

/// Counts a call. Its answer gets RateLimit-Policy and RateLimit
/// (draft-ietf-httpapi-ratelimit-headers). False, with a 429 on its way: there were too many.
[[nodiscard]] bool takeFromLimit(Context &context, Call &call, const RateLimited &what);

} // namespace resync::api
