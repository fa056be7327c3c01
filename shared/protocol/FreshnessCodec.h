// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Freshness.h"
#include "shared/protocol/Codec.h"

#include <string>

namespace resync::protocol {

/// {"as_of":…,"stale":…,"reason":{"code","args","text"}|null,"source":…}. A stale answer whose
/// reason is unknown to this program is read as Unspecified.
template<>
struct Codec<domain::Freshness>
{
    static void write(JsonWriter &json, const domain::Freshness &freshness);
    static void read(const JsonNode &node, domain::Freshness &out);
};

/// What every answer about the plan carries beside its content.
struct Stamp
{
    std::string revision; ///< "<epoch>.<generation>"
    domain::Freshness freshness;

    bool operator==(const Stamp &) const = default;
};

/// The members "revision" and "freshness".
void writeStamp(JsonWriter &json, const Stamp &stamp);
void readStamp(const JsonNode &node, Stamp &out);

} // namespace resync::protocol
