// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpClient.h"
#include "shared/core/Error.h"

#include <optional>
#include <string>
#include <string_view>

namespace resync::engine {

/// The error that an answer means; nothing for a 2xx answer whose body may be JSON. Product
/// messages (AWS…E) are kept verbatim, other text of the engine is not. \a host names the engine in
/// the text.
[[nodiscard]] std::optional<Error> errorOf(const net::HttpResponse &response,
                                           std::string_view host);

/// The same for a transfer that brought no answer.
[[nodiscard]] Error errorOf(const Error &transfer, std::string_view host);

/// The product messages in an engine's error body of API v1 or v2: `AWSJSY404E …`; empty: none.
[[nodiscard]] std::string productMessage(std::string_view body);

} // namespace resync::engine
