// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1EngineReader.h"

#include "agent/engine/JsonDocument.h"
#include "agent/engine/V1Keys.h"
#include "shared/core/Text.h"

#include <utility>

namespace resync::engine {

namespace {

/// How our simulator names itself in the version: API v1 has no member for that.
constexpr std::string_view Simulator = "resync-twsim";

struct Info
{
    std::string displayVersion;
    std::string version;
    std::string fullVersion;
    std::string timeZone;
    std::string planTimeZone;
    std::string workstation;
    std::string master;
    std::optional<bool> isDemo;
};

constexpr JsonField<Info> CapabilityFields[] = {
    {"demo", [](JsonValue &v, Info &i) { return read(v, i.isDemo); }},
};

constexpr JsonField<Info> InfoFields[] = {
    {"displayVersion", [](JsonValue &v, Info &i) { return read(v, i.displayVersion); }},
    {"version", [](JsonValue &v, Info &i) { return read(v, i.version); }},
    {"fullVersion", [](JsonValue &v, Info &i) { return read(v, i.fullVersion); }},
    {"timezone", [](JsonValue &v, Info &i) { return read(v, i.timeZone); }},
    {"planTimezone", [](JsonValue &v, Info &i) { return read(v, i.planTimeZone); }},
    {"workstationName", [](JsonValue &v, Info &i) { return read(v, i.workstation); }},
    {"masterWorkstation", [](JsonValue &v, Info &i) { return read(v, i.master); }},
    {"capabilities", [](JsonValue &v, Info &i) { return readFields<CapabilityFields>(v, i); }},
};

struct PlanRow
{
    mirror::PlanInfo info;
    std::string type;
    std::optional<long long> startOfDayNumber;
};

constexpr JsonField<PlanRow> PlanKeyFields[] = {
    {"type", [](JsonValue &v, PlanRow &r) { return read(v, r.type); }},
};

error_code readStartOfDay(JsonValue &value, PlanRow &row)
{
    if (isType(value, simdjson::ondemand::json_type::string))
        return read(value, row.info.startOfDay);
    return read(value, row.startOfDayNumber);
}

constexpr JsonField<PlanRow> PlanFields[] = {
    {"key", [](JsonValue &v, PlanRow &r) { return readFields<PlanKeyFields>(v, r); }},
    {"runNumber", [](JsonValue &v, PlanRow &r) { return read(v, r.info.runNumber); }},
    {"validFrom", [](JsonValue &v, PlanRow &r) { return read(v, r.info.window.startsAt); }},
    {"validTo", [](JsonValue &v, PlanRow &r) { return read(v, r.info.window.endsAt); }},
    {"startOfDay", readStartOfDay},
};

/// "0000", "00:00" and 0 are the same; what is no time of day is unknown.
std::string timeOfDay(const PlanRow &row)
{
    std::string digits;
    for (const char c : row.info.startOfDay)
        if (c != ':')
            digits += c;
    if (row.startOfDayNumber && *row.startOfDayNumber >= 0 && *row.startOfDayNumber < 2400)
        digits = std::to_string(10'000 + *row.startOfDayNumber).substr(1);
    const auto number = parseNatural(digits);
    if (digits.size() != 4 || !number || *number / 100 > 23 || *number % 100 > 59)
        return {};
    return digits.substr(0, 2) + ':' + digits.substr(2);
}

} // namespace

Result<domain::EngineIdentity> readV1Identity(std::string &body)
{
    Info info;
    const auto read =
        readDocument(body, [&](JsonValue &root) { return readFields<InfoFields>(root, info); });
    if (!read)
        return tl::unexpected<Error>(read.error());
    domain::EngineIdentity out;
    out.version = info.displayVersion.empty() ? info.version : info.displayVersion;
    if (out.version.empty())
        return fail(ErrorKind::Protocol, "the answer names no engine version");
    out.timeZone = info.planTimeZone.empty() ? info.timeZone : info.planTimeZone;
    makePath(info.workstation);
    makePath(info.master);
    if (!info.workstation.empty() && !info.master.empty())
        out.isActiveMaster = info.workstation == info.master;
    out.isDemo = info.isDemo.value_or(info.fullVersion.find(Simulator) != std::string::npos);
    return out;
}

Result<mirror::PlanInfo> readV1PlanInfo(std::string &body)
{
    std::optional<PlanRow> chosen;
    const auto read = readListDocument(body, [&](JsonValue &item) {
        PlanRow row;
        const error_code error = readFields<PlanFields>(item, row);
        if (!chosen || (row.type == "CURRENT" && chosen->type != "CURRENT"))
            chosen = std::move(row);
        return error;
    });
    if (!read)
        return tl::unexpected<Error>(read.error());
    if (!chosen)
        return fail(ErrorKind::Protocol, "the engine names no current plan");
    chosen->info.startOfDay = timeOfDay(*chosen);
    return std::move(chosen->info);
}

} // namespace resync::engine
