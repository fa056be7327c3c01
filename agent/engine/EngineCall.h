// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "agent/net/HttpResponse.h"
#include "shared/core/Result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::engine {

/// Where on the host a call goes.
enum class ApiRoot : unsigned char { V2, V1, Metrics };

/// One read of the engine; API v1 asks its questions by POST.
struct EngineCall
{
    std::string_view operation; ///< a literal; see EngineCallObserver
    std::string target;         ///< below the root, encoded: "plan/job?limit=10"
    std::vector<net::HttpHeader> headers;
    std::size_t maxBodyBytes = 1U << 20U; ///< of the answer
    ApiRoot root = ApiRoot::V2;
    std::string body = {}; ///< JSON; not empty: POST
    mirror::CallPriority priority = mirror::CallPriority::Refresh;
    /// Its 5xx may be the object's fault (a log on an agent that is down): it tells nothing of the
    /// host.
    bool isOfOneObject = false;
    /// Of an interface that the engine need not let us use: a 401 there is not the login's end.
    bool isExtra = false;
    bool isText = false; ///< the answer is plain text, not JSON
};

/// Reads a 2xx answer; an error becomes the call's error. May change the body.
using AnswerReader = std::function<Result<>(const std::string &host, net::HttpResponse &answer)>;

} // namespace resync::engine
