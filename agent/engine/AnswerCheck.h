// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpResponse.h"
#include "shared/core/Result.h"

#include <optional>
#include <string>
#include <string_view>

namespace resync::engine {

/// Whether an engine's answer can be read on: any 2xx that is not an HTML page. Else the typed
/// error, its message being what was seen: "HTTP 500, AWSJDB801E …". A refused request (400) is
/// InvalidInput here, so that the caller may try another form of it.
///
/// \param isText the answer is plain text, in which a "<" at the start means nothing
[[nodiscard]] Result<> checkAnswer(const net::HttpResponse &response, bool isText = false);

/// The product's own message in an error body of either API version, at most 300 bytes and on one
/// line; empty when there is none.
[[nodiscard]] std::string engineMessage(std::string_view body);

/// The problem code that belongs to a kind of engine error; empty for those that have none.
[[nodiscard]] std::string_view engineProblemCode(ErrorKind kind);

} // namespace resync::engine
