// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Call.h"
#include "agent/api/Context.h"
#include "agent/http/Router.h"

#include <cstddef>
#include <functional>
#include <string_view>

namespace resync::api {

using CallHandler = std::function<void(Context &, SharedCall)>;

/// Adds routes with their access to the server's router: the check runs before the handler. Where a
/// slow password hash has to be checked first, the handler runs on the access thread, else on the
/// reactor; it must return at once on both.
class RouteTable
{
public:
    RouteTable(http::Router &router, Context &context)
        : m_router(router)
        , m_context(context)
    {}

    void get(std::string_view path, Access access, CallHandler handler);
    /// \param maxBodyBytes 0: a body is ignored
    void post(std::string_view path, Access access, CallHandler handler,
              std::size_t maxBodyBytes = 0);
    void remove(std::string_view path, Access access, CallHandler handler); ///< DELETE
    [[nodiscard]] Context &context() const { return m_context; }

private:
    void add(http::Route route, Access access, CallHandler handler);

    http::Router &m_router;
    Context &m_context;
};

} // namespace resync::api
