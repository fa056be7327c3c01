// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Response.h"

#include <string>
#include <string_view>

namespace resync::http {

/// What the connection adds to an answer.
enum class Framing { Length, Chunked, UntilClose };

struct HeadFacts
{
    std::string_view requestId;
    std::string_view date;     ///< an HTTP date; the answer's own Date wins
    bool isClosing = false;    ///< Connection: close
    bool isHttp10Kept = false; ///< Connection: keep-alive, which HTTP/1.0 wants to hear
    Framing framing = Framing::Length;
};

/// 1xx, 204 and 304 have none.
[[nodiscard]] bool statusAllowsBody(int status);

/// True when the answer itself asks for the connection to end after it.
[[nodiscard]] bool asksToClose(const Response &response);

/// Appends status line and fields, empty line included. Fields that frame the message or that the
/// server owns, and fields with a line end in them, are left out.
void appendHead(std::string &out, const Response &response, const HeadFacts &facts);

} // namespace resync::http
