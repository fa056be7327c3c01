// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/WorkstationReader.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace resync::engine {

namespace {

using domain::Workstation;
using Words = std::optional<std::vector<std::string>>;

struct StationRow
{
    Workstation station;
    std::string id;
    Words states;
    Words flags;
};

constexpr JsonField<StationRow> StationFields[] = {
    {"id", [](JsonValue &v, StationRow &r) { return read(v, r.id); }},
    {"name", [](JsonValue &v, StationRow &r) { return read(v, r.station.name); }},
    {"folder", [](JsonValue &v, StationRow &r) { return read(v, r.station.folder); }},
    {"type", [](JsonValue &v, StationRow &r) { return read(v, r.station.type); }},
    {"os", [](JsonValue &v, StationRow &r) { return read(v, r.station.os); }},
    {"nodeName", [](JsonValue &v, StationRow &r) { return read(v, r.station.node); }},
    {"domainName", [](JsonValue &v, StationRow &r) { return read(v, r.station.domain); }},
    {"hostWorkstation", [](JsonValue &v, StationRow &r) { return read(v, r.station.host); }},
    {"version", [](JsonValue &v, StationRow &r) { return read(v, r.station.version); }},
    {"activeStates", [](JsonValue &v, StationRow &r) { return read(v, r.states); }},
    {"activeFlags", [](JsonValue &v, StationRow &r) { return read(v, r.flags); }},
    {"limit", [](JsonValue &v, StationRow &r) { return read(v, r.station.limit); }},
    {"fence", [](JsonValue &v, StationRow &r) { return read(v, r.station.fence); }},
    {"requested", [](JsonValue &v, StationRow &r) { return read(v, r.station.jobsRequested); }},
    {"timeZone", [](JsonValue &v, StationRow &r) { return read(v, r.station.timeZone); }},
    {"timeStarted", [](JsonValue &v, StationRow &r) { return read(v, r.station.startedAt); }},
};

std::vector<std::string> lowered(Words words)
{
    std::vector<std::string> out = words ? std::move(*words) : std::vector<std::string>();
    for (std::string &word : out)
        word = lowerSnake(word);
    return out;
}

bool hasAnyOf(const std::vector<std::string> &states, std::initializer_list<std::string_view> words)
{
    return std::find_first_of(states.begin(), states.end(), words.begin(), words.end()) !=
           states.end();
}

Workstation complete(StationRow row)
{
    Workstation &station = row.station;
    station.id = domain::WorkstationId(std::move(row.id));
    station.type = lowerSnake(station.type);
    station.os = lowerSnake(station.os);
    const bool hasStates = row.states.has_value();
    station.states = lowered(std::move(row.states));
    station.flags = lowered(std::move(row.flags));
    if (hasStates) {
        station.linked =
            hasAnyOf(station.states, {"linked", "fully_linked", "directly_linked", "host_linked"});
        station.running = hasAnyOf(station.states, {"running", "jobman_up"});
    }
    return std::move(station);
}

} // namespace

error_code readWorkstation(JsonValue &value, Workstation &out)
{
    StationRow row;
    const error_code error = readFields<StationFields>(value, row);
    out = complete(std::move(row));
    return error;
}

} // namespace resync::engine
