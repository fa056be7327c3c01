// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace resync::http {

/// Why a part of a request is not taken, although a parser might.
struct PolicyViolation
{
    int status = 400;
    std::string code;   ///< problem code: "bad_request", "too_large", "not_implemented"
    std::string detail; ///< English sentence, without the offending value
};

struct PolicyLimits
{
    std::size_t maxHeaderBytes = 16 * 1024; ///< whole head; more: 431
    std::size_t maxTargetBytes = 8 * 1024;  ///< more: 414
};

/// Judges the bytes of one request head (request line to the empty line, line ends included),
/// before any parser has folded or merged them. Refuses everything that RFC 9112 calls an error and
/// lenient parsers let pass: obs-fold, bare CR or LF, control bytes, bytes ≥ 0x80 in the target,
/// blanks before a colon, HTTP versions other than 1.0 and 1.1, not exactly one Host in 1.1, any
/// Transfer-Encoding but a single "chunked" in 1.1, Content-Length together with Transfer-Encoding,
/// repeated or malformed Content-Length, repeated Authorization, expectations (1.1) but
/// 100-continue. After a violation the connection must be closed.
[[nodiscard]] std::optional<PolicyViolation> checkRequestHead(std::string_view head,
                                                              const PolicyLimits &limits);

/// Judges a line of the trailer section, without its CRLF and not empty: its form as in a head, and
/// whether such a field may come that late.
[[nodiscard]] std::optional<PolicyViolation> checkTrailer(std::string_view line);

[[nodiscard]] PolicyViolation bodyTooLarge();

/// Takes one line off \a rest and returns it without its CRLF; nothing when it ends otherwise.
[[nodiscard]] std::optional<std::string_view> takeLine(std::string_view &rest);

} // namespace resync::http
