// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync {

/// Length of the well-formed UTF-8 sequence at the start of \a text (RFC 3629: no surrogates, no
/// overlong forms); 0 when there is none.
[[nodiscard]] std::size_t utf8SequenceLength(std::string_view text);
[[nodiscard]] bool isUtf8(std::string_view text);

/// ASCII only; other bytes stay.
[[nodiscard]] std::string toLower(std::string_view text);
void makeLower(std::string &text);
[[nodiscard]] std::string toUpper(std::string_view text);
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Without blanks, tabs and line ends at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Parts between \a separator, empty ones included; an empty text is one empty part.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
/// The same one by one, without memory: takes the first part of \a rest, which has a value; it has
/// none when that part was the last.
[[nodiscard]] std::string_view takePart(std::optional<std::string_view> &rest, char separator);

/// RFC 3986 §2.1. Everything but unreserved characters is encoded.
[[nodiscard]] std::string percentEncode(std::string_view text);
/// Nothing when a % is not followed by two hex digits.
[[nodiscard]] std::optional<std::string> percentDecode(std::string_view text);

/// RFC 4648 §5, without padding.
[[nodiscard]] std::string base64UrlEncode(std::string_view bytes);
[[nodiscard]] std::optional<std::string> base64UrlDecode(std::string_view text);
/// RFC 4648 §4, padding required.
[[nodiscard]] std::string base64Encode(std::string_view bytes);
[[nodiscard]] std::optional<std::string> base64Decode(std::string_view text);

/// A whole decimal integer without sign, blanks or anything behind it.
[[nodiscard]] std::optional<unsigned long long> parseNatural(std::string_view text);

} // namespace resync
