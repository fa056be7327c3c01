// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Responder.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::http {

/// Runs on the connection's reactor and must return at once; slow work takes the Responder along.
/// The request stays valid until that Responder has answered.
using Handler = std::function<void(const Request &, Responder)>;

/// Writes the server's own refusals (400, 404, 405, 408, 413, 414, 431, 500, 501, 503) in the
/// program's error format. \a request is nullptr when the request could not be read.
struct Refusal
{
    int status = 400;
    std::string code;     ///< "bad_request", "method_not_allowed", "too_large" …
    std::string detail;   ///< English sentence
    std::string instance; ///< path as sent; empty when unknown
    std::string requestId;
};
using RefusalWriter = std::function<Response(const Refusal &)>;

struct Route
{
    Method method = Method::Get;
    std::string pattern; ///< "/api/v1/jobs/{id}"; literal segments win over {…}
    Handler handler;
    std::size_t maxBodyBytes = 0; ///< 0: a small body is read and ignored
};

/// The table of routes. Filled before the server starts, constant after that; a path is split
/// before its segments are decoded. GET routes answer HEAD too; OPTIONS is answered for every known
/// path.
class Router
{
public:
    /// What a path and a method lead to.
    struct Match
    {
        const Route *route = nullptr;        ///< null: unknown path or other methods only
        std::vector<std::string> parameters; ///< decoded
        std::string allow;                   ///< "GET, HEAD, OPTIONS"; empty: unknown path
        bool isMalformed = false;            ///< bad percent-encoding, NUL or invalid UTF-8
    };

    /// Asserts that the same method and pattern are not there yet.
    void add(Route route);
    [[nodiscard]] Match match(Method method, std::string_view path) const;
    [[nodiscard]] const std::vector<Route> &routes() const { return m_routes; }

private:
    std::vector<Route> m_routes;
};

} // namespace resync::http
