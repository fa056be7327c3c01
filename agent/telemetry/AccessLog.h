// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/RequestObserver.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace resync::telemetry {

/// The message of the lines; they are never held back as repeats.
inline constexpr std::string_view AccessMessage = "request";

/// Which requests get a log line; Errors: those answered with 400 and above.
enum class AccessLog { Off, Errors, All };
/// "off", "errors", "all".
[[nodiscard]] std::optional<AccessLog> accessLogFromWord(std::string_view word);

/// Tells where a request comes from when its connection is a proxy's. Thread: any.
using ClientOf = std::function<std::string(const http::Request &request)>;

/// Writes the line of one request if \a which asks for it: method, path without query (which may
/// hold what is nobody's business), status, duration, size, peer, request id; the proxy that
/// brought it, if \a clientOf (optional) says that the peer is another. A 5xx is a warning.
void logAccess(AccessLog which, const http::RequestObserver::Served &served,
               const ClientOf &clientOf = {});

} // namespace resync::telemetry
