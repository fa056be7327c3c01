// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Network.h"

#include "agent/simulator/Names.h"
#include "agent/simulator/Random.h"

#include <cassert>

namespace resync::simulator {

namespace {

constexpr std::uint64_t NetworkSalt = 0x4E65'7477'6F72'6BU; ///< independent of the jobs' draws

/// Every 64th agent is cut off, some let few jobs in, one has a fence, one lets none in.
Workstation agent(std::uint32_t number, Random &random)
{
    const Area &area = areas()[number % AreaCount];
    const bool isFta = number % 17 == 16;
    Workstation station;
    station.path =
        numbered((isFta ? "/FTA_" : "/AGT_") + std::string(area.code), number / AreaCount + 1);
    station.type = isFta ? WorkstationType::Fta : WorkstationType::Agent;
    station.isWindows = random.chance(0.25);
    station.isLinked = number % 64 != 23;
    station.limit = random.chance(0.1) ? 3 : int(random.between(2, 8) * 5);
    if (number % 150 == 57)
        station.limit = 0;
    if (number % 150 == 94)
        station.fence = 20;
    return station;
}

} // namespace

std::vector<Workstation> buildNetwork(const PlanSize &size)
{
    std::vector<Workstation> stations = {
        {"/MDM01", WorkstationType::Manager, false, true, 50, 0},
        {"/MDM01_DWB", WorkstationType::Broker, false, true, 1024, 0},
        {"/MDM01_XA", WorkstationType::ExtendedAgent, false, true, 50, 0},
        {"/MASTERAGENTS", WorkstationType::Pool, false, true, 200, 0}};
    assert(stations[BrokerRow].type == WorkstationType::Broker);
    assert(stations.size() == FirstAgentRow);
    Random random(size.seed ^ NetworkSalt);
    for (std::uint32_t number = 0; stations.size() < size.workstations; ++number)
        stations.push_back(agent(number, random));
    return stations;
}

} // namespace resync::simulator
