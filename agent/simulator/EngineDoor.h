// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Server.h"

#include <memory>
#include <mutex>

namespace resync::simulator {

/// The engine's port, which can be shut and opened again while the rest lives on: a host that goes
/// down and comes back at the same address.
/// Thread: any.
class EngineDoor
{
public:
    EngineDoor(http::ServerSettings settings, const http::Router &router);
    ~EngineDoor(); ///< shuts

    /// Listens, after the first time on the same port again. Unavailable: the port is taken.
    [[nodiscard]] Result<> open();
    /// Ends all connections; connecting is refused from here on. Safe to call twice.
    void shut();
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] std::uint16_t port() const; ///< 0 before the first open()

private:
    mutable std::mutex m_mutex;
    http::ServerSettings m_settings; ///< guarded by m_mutex, as m_server
    const http::Router &m_router;
    std::unique_ptr<http::Server> m_server;
};

} // namespace resync::simulator
