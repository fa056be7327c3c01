// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Simulator.h"

#include "agent/simulator/Answers.h"

namespace resync::simulator {

namespace {

http::ServerSettings serverSettings(std::string host, std::uint16_t port, unsigned workers)
{
    http::ServerSettings settings;
    settings.host = std::move(host);
    settings.port = port;
    settings.workers = workers;
    settings.gracefulTimeout = std::chrono::milliseconds(300);
    settings.handlerTimeout = std::chrono::hours(1); // who is told to hang does
    return settings;
}

http::ServerSettings engineSettings(const SimulatorSettings &simulator)
{
    http::ServerSettings settings = serverSettings(simulator.host, simulator.port, 2);
    settings.tlsCertificateFile = simulator.tlsCertificateFile;
    settings.tlsKeyFile = simulator.tlsKeyFile;
    return settings;
}

http::Router withRoutes(auto &api)
{
    http::Router router;
    api.addRoutes(router);
    return router;
}

} // namespace

Simulator::Simulator(SimulatorSettings settings, const Clock &clock)
    : m_host(settings.size, clock, settings.timing)
    , m_api(std::move(settings.api), m_host, m_counters, m_faults)
    , m_router(withRoutes(m_api))
    , m_door(engineSettings(settings), m_router)
    , m_control(m_host, m_counters, m_faults, m_api, m_door)
    , m_controlRouter(withRoutes(m_control))
    , m_controlServer(serverSettings("127.0.0.1", settings.controlPort, 1), m_controlRouter,
                      refusalAnswer)
{}

Simulator::~Simulator()
{
    stop();
}

Result<> Simulator::start()
{
    if (const Result<> engine = m_door.open(); !engine)
        return tl::unexpected(engine.error().during("engine port"));
    if (const Result<> control = m_controlServer.start(); !control) {
        m_door.shut();
        return tl::unexpected(control.error().during("control port"));
    }
    return {};
}

void Simulator::stop()
{
    m_api.close();
    m_controlServer.stop();
    m_door.shut();
}

} // namespace resync::simulator
