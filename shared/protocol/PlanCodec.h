// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Plan.h"
#include "shared/protocol/List.h"

#include <string_view>

namespace resync::protocol {

/// The shape "Plan" of api.md §5 with revision and freshness. Of the engine's identity, its time
/// zone and whether it is a demo are not part of it (freshness.source says "demo").
void writePlanDocument(JsonWriter &json, const domain::Plan &plan, const Stamp &stamp);

template<>
struct Codec<domain::Plan>
{
    static void read(const JsonNode &node, domain::Plan &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<Document<domain::Plan>> readPlanDocument(std::string_view text);

} // namespace resync::protocol
