// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/EngineDoor.h"

#include "agent/simulator/Answers.h"

namespace resync::simulator {

EngineDoor::EngineDoor(http::ServerSettings settings, const http::Router &router)
    : m_settings(std::move(settings))
    , m_router(router)
{}

EngineDoor::~EngineDoor()
{
    shut();
}

Result<> EngineDoor::open()
{
    const std::lock_guard lock(m_mutex);
    if (m_server)
        return {};
    auto server = std::make_unique<http::Server>(m_settings, m_router, refusalAnswer);
    if (const Result<> started = server->start(); !started)
        return started;
    m_settings.port = server->port();
    m_server = std::move(server);
    return {};
}

void EngineDoor::shut()
{
    const std::lock_guard lock(m_mutex);
    m_server.reset();
}

bool EngineDoor::isOpen() const
{
    const std::lock_guard lock(m_mutex);
    return m_server != nullptr;
}

std::uint16_t EngineDoor::port() const
{
    const std::lock_guard lock(m_mutex);
    return m_settings.port;
}

} // namespace resync::simulator
