// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/ControlApi.h"
#include "agent/simulator/EngineApi.h"
#include "agent/simulator/EngineDoor.h"
#include "agent/simulator/PlanHost.h"

#include <cstdint>
#include <string>

namespace resync::simulator {

struct SimulatorSettings
{
    std::string host = "127.0.0.1";
    std::uint16_t port = 31116;        ///< 0: any free one
    std::uint16_t controlPort = 31117; ///< on 127.0.0.1 always; 0: any free one
    std::string tlsCertificateFile;    ///< PEM; empty: plain HTTP. Of the engine port only
    std::string tlsKeyFile;
    PlanSize size;
    PlanTiming timing;
    EngineApiSettings api;
};

/// resync-twsim without its command line: an engine to try Resync against, and to test it with.
/// Thread: construct, start, stop and destroy on one thread.
class Simulator
{
public:
    /// Builds the plan (some seconds for a million jobs). \a clock must outlive the simulator.
    Simulator(SimulatorSettings settings, const Clock &clock);
    ~Simulator(); ///< stops
    Simulator(const Simulator &) = delete;
    Simulator &operator=(const Simulator &) = delete;

    /// Listens on both ports. Unavailable: one is taken; the message names it.
    [[nodiscard]] Result<> start();
    /// Ends calls that hang and joins the servers' threads. Safe to call twice.
    void stop();

    [[nodiscard]] std::uint16_t port() const { return m_door.port(); }
    [[nodiscard]] std::uint16_t controlPort() const { return m_controlServer.port(); }
    [[nodiscard]] PlanHost &plan() { return m_host; }
    [[nodiscard]] Faults &faults() { return m_faults; }

private:
    PlanHost m_host;
    Counters m_counters;
    Faults m_faults;
    EngineApi m_api;
    http::Router m_router;
    EngineDoor m_door;
    ControlApi m_control;
    http::Router m_controlRouter;
    http::Server m_controlServer;
};

} // namespace resync::simulator
