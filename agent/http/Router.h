// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Responder.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// Judges the head of a request whose client waits for 100 Continue before it sends the body; an
/// answer refuses the request, and the body stays unread. Must return at once.
using HeadCheck = std::function<std::optional<Response>(const Request &)>;

struct Route
{
    Method method = Method::Get;
    std::string pattern; ///< "/api/v1/jobs/{id}"; literal segments win over {…}
    Handler handler;
    std::size_t maxBodyBytes = 0; ///< 0: a small body is read and ignored
    HeadCheck headCheck = {};     ///< optional
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
        std::string_view allow;   ///< "GET, HEAD, OPTIONS", the router's; empty: unknown path
        std::string_view pattern; ///< of the path, the router's; empty: unknown path
        bool isMalformed = false; ///< bad percent-encoding, NUL or invalid UTF-8
    };

    Router();
    ~Router();
    Router(Router &&) noexcept;
    Router &operator=(Router &&) noexcept;
    Router(const Router &) = delete;
    Router &operator=(const Router &) = delete;

    /// Asserts that the same method and pattern are not there yet.
    void add(Route route);
    /// \a path is percent-encoded. HEAD leads to the GET route unless it has one of its own.
    [[nodiscard]] Match match(Method method, std::string_view path) const;
    [[nodiscard]] const std::vector<Route> &routes() const { return m_routes; }

private:
    struct Endpoint;
    struct Node;

    [[nodiscard]] Match matchLiteral(const Endpoint &endpoint, Method method) const;
    [[nodiscard]] Match matchTree(Method method, std::string_view path) const;
    [[nodiscard]] const Route *routeOf(const Endpoint &endpoint, Method method) const;

    std::vector<Route> m_routes;
    std::unique_ptr<Node> m_root;
    std::unordered_map<std::string_view, const Endpoint *> m_literals; ///< whole paths, no {…}
};

} // namespace resync::http
