// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options };

[[nodiscard]] std::string_view toString(Method method);
/// Nothing for a method that the server does not know (TRACE, CONNECT, "get").
[[nodiscard]] std::optional<Method> methodFromString(std::string_view name);

struct Header
{
    std::string name;
    std::string value;
};

/// One request that has passed the RequestPolicy. Lives until its Responder has answered.
struct Request
{
    Method method = Method::Get;
    std::string target;                                     ///< as sent, query included
    std::string path;                                       ///< as sent, still percent-encoded
    std::string rawQuery;                                   ///< as sent, without '?'
    std::vector<std::pair<std::string, std::string>> query; ///< decoded, in order; bare name: ""
    std::vector<std::string> parameters;                    ///< decoded {…} segments of the route
    std::vector<Header> headers;
    std::string body;
    std::string requestId;   ///< echoed or made (X-Request-ID)
    std::string peerAddress; ///< textual, without port
    bool isTls = false;

    /// The first header of that name (case ignored); nullptr when absent.
    [[nodiscard]] const std::string *header(std::string_view name) const;
    /// The first query parameter of that name; nullptr when absent.
    [[nodiscard]] const std::string *queryValue(std::string_view name) const;
};

} // namespace resync::http
