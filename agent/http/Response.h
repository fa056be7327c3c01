// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"

#include <memory>
#include <string>
#include <vector>

namespace resync::http {

/// An answer. The body is shared and immutable, so that a cached one is sent without a copy.
/// The server itself adds Content-Length, Date, Connection, X-Request-ID and
/// X-Content-Type-Options; it drops the body for HEAD, 204 and 304.
struct Response
{
    int status = 200;
    std::string contentType;
    std::vector<Header> headers;
    std::shared_ptr<const std::string> body; ///< null: empty
    /// The head promises more than the body has and the connection ends: how a server dies in the
    /// middle of an answer. For servers that are bad on purpose.
    bool isCutShort = false;

    [[nodiscard]] static Response make(int status, std::string contentType, std::string body);
};

} // namespace resync::http
