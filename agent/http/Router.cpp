// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Router.h"

#include "agent/http/Target.h"
#include "shared/core/Text.h"

#include <array>
#include <cassert>
#include <map>
#include <optional>
#include <utility>

namespace resync::http {

namespace {

constexpr std::array AllMethods = {Method::Get,   Method::Head,   Method::Post,   Method::Put,
                                   Method::Patch, Method::Delete, Method::Options};
constexpr std::size_t NoRoute = static_cast<std::size_t>(-1);

constexpr std::size_t slot(Method method)
{
    return static_cast<std::size_t>(method);
}

bool isParameter(std::string_view segment)
{
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

/// The segments behind the leading slash, decoded; nothing when one of them is malformed.
std::optional<std::vector<std::string>> decodedSegments(std::string_view path)
{
    std::vector<std::string> segments;
    for (const std::string_view raw : split(path.substr(1), '/')) {
        auto segment = decodeSegment(raw);
        if (!segment)
            return std::nullopt;
        segments.push_back(std::move(*segment));
    }
    return segments;
}

} // namespace

/// What one path offers: a route a method, as an index into the router's list.
struct Router::Endpoint
{
    std::array<std::size_t, AllMethods.size()> routes;
    std::string path;  ///< the pattern, which keys the map of literal paths
    std::string allow; ///< the Allow field; empty: no route ends here

    Endpoint() { routes.fill(NoRoute); }

    [[nodiscard]] bool offers(Method method) const
    {
        return routes[slot(method)] != NoRoute || method == Method::Options ||
               (method == Method::Head && routes[slot(Method::Get)] != NoRoute);
    }

    void add(Method method, std::size_t route)
    {
        assert(routes[slot(method)] == NoRoute && "this method and pattern are routed already");
        routes[slot(method)] = route;
        allow.clear();
        for (const Method each : AllMethods) {
            if (offers(each))
                allow.append(allow.empty() ? "" : ", ").append(toString(each));
        }
    }
};

struct Router::Node
{
    Endpoint endpoint;
    std::map<std::string, Node, std::less<>> literals;
    std::unique_ptr<Node> parameter;

    /// The endpoint of \a segments from \a depth on. Literals first, and back to {…} where that
    /// leads nowhere; the values of {…} are left in \a parameters.
    const Endpoint *find(const std::vector<std::string> &segments, std::size_t depth,
                         std::vector<std::string> &parameters) const
    {
        if (depth == segments.size())
            return endpoint.allow.empty() ? nullptr : &endpoint;
        if (const auto literal = literals.find(segments[depth]); literal != literals.end()) {
            if (const auto *found = literal->second.find(segments, depth + 1, parameters))
                return found;
        }
        if (parameter == nullptr || segments[depth].empty())
            return nullptr;
        parameters.push_back(segments[depth]);
        const auto *found = parameter->find(segments, depth + 1, parameters);
        if (found == nullptr)
            parameters.pop_back();
        return found;
    }

    Node &child(std::string_view segment)
    {
        if (!isParameter(segment))
            return literals[std::string(segment)];
        if (parameter == nullptr)
            parameter = std::make_unique<Node>();
        return *parameter;
    }
};

Router::Router()
    : m_root(std::make_unique<Node>())
{}

Router::~Router() = default;
Router::Router(Router &&) noexcept = default;
Router &Router::operator=(Router &&) noexcept = default;

void Router::add(Route route)
{
    assert(!route.pattern.empty() && route.pattern.front() == '/');
    Node *node = m_root.get();
    for (const std::string_view segment : split(std::string_view(route.pattern).substr(1), '/'))
        node = &node->child(segment);
    Endpoint &endpoint = node->endpoint;
    endpoint.add(route.method, m_routes.size());
    if (endpoint.path.empty()) {
        endpoint.path = route.pattern;
        if (endpoint.path.find('{') == std::string::npos)
            m_literals.emplace(endpoint.path, &endpoint);
    }
    m_routes.push_back(std::move(route));
}

Router::Match Router::match(Method method, std::string_view path) const
{
    if (const auto literal = m_literals.find(path); literal != m_literals.end())
        return matchLiteral(*literal->second, method);
    if (path.empty() || path.front() != '/')
        return {};
    return matchTree(method, path);
}

Router::Match Router::matchLiteral(const Endpoint &endpoint, Method method) const
{
    return Match{routeOf(endpoint, method), {}, endpoint.allow, endpoint.path, false};
}

Router::Match Router::matchTree(Method method, std::string_view path) const
{
    Match match;
    const auto segments = decodedSegments(path);
    match.isMalformed = !segments;
    if (!segments)
        return match;
    if (const Endpoint *endpoint = m_root->find(*segments, 0, match.parameters)) {
        match.route = routeOf(*endpoint, method);
        match.allow = endpoint->allow;
        match.pattern = endpoint->path;
    }
    return match;
}

const Route *Router::routeOf(const Endpoint &endpoint, Method method) const
{
    std::size_t index = endpoint.routes[slot(method)];
    if (index == NoRoute && method == Method::Head)
        index = endpoint.routes[slot(Method::Get)];
    return index == NoRoute ? nullptr : &m_routes[index];
}

} // namespace resync::http
