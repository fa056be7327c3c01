// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace resync::api {

/// \a text in gzip form (RFC 1952), speed before size: bodies are compressed once and sent often.
[[nodiscard]] std::string gzip(std::string_view text);

} // namespace resync::api
