// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::http {

/// The parts of a request target (RFC 9112 §3.2), still percent-encoded.
struct Target
{
    std::string_view path;      ///< "/…", or "*" for the server as a whole
    std::string_view query;     ///< without '?'
    std::string_view authority; ///< of absolute-form; else empty
};

/// Takes origin-form, absolute-form (any scheme) and "*".
[[nodiscard]] Target splitTarget(std::string_view target);

/// Percent-decodes one path segment. Nothing for a bad escape, a NUL or invalid UTF-8.
[[nodiscard]] std::optional<std::string> decodeSegment(std::string_view segment);

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// Decodes a query as browsers encode forms ('+' is a blank; empty parts are skipped) and appends
/// it to \a out. False for a bad escape, a NUL or invalid UTF-8.
[[nodiscard]] bool decodeQuery(std::string_view query, QueryParameters &out);

} // namespace resync::http
