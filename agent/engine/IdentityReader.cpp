// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/IdentityReader.h"

#include "agent/engine/JsonDocument.h"

#include <utility>

namespace resync::engine {

namespace {

struct Info
{
    std::string displayVersion;
    std::string fullVersion;
    std::string timeZone;
    std::optional<bool> isDemo;
};

constexpr JsonField<Info> CapabilityFields[] = {
    {"demo", [](JsonValue &v, Info &i) { return read(v, i.isDemo); }},
};

constexpr JsonField<Info> InfoFields[] = {
    {"displayVersion", [](JsonValue &v, Info &i) { return read(v, i.displayVersion); }},
    {"fullVersion", [](JsonValue &v, Info &i) { return read(v, i.fullVersion); }},
    {"timezone", [](JsonValue &v, Info &i) { return read(v, i.timeZone); }},
    {"capabilities", [](JsonValue &v, Info &i) { return readFields<CapabilityFields>(v, i); }},
};

} // namespace

Result<domain::EngineIdentity> readIdentity(std::string &body)
{
    Info info;
    const auto read =
        readDocument(body, [&](JsonValue &root) { return readFields<InfoFields>(root, info); });
    if (!read)
        return tl::unexpected<Error>(read.error());
    domain::EngineIdentity out;
    out.version = info.displayVersion.empty() ? info.fullVersion : info.displayVersion;
    if (out.version.empty())
        return fail(ErrorKind::Protocol, "the answer names no engine version");
    out.timeZone = std::move(info.timeZone);
    out.isDemo = info.isDemo.value_or(false);
    return out;
}

} // namespace resync::engine
