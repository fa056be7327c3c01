// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Event.h"
#include "shared/protocol/Codec.h"

#include <string>
#include <string_view>

namespace resync::protocol {

/// The shape "Event" of api.md §5. The revision is made of the id's epoch and the generation.
template<>
struct Codec<domain::Event>
{
    static void write(JsonWriter &json, const domain::Event &event);
    static void read(const JsonNode &node, domain::Event &out);
};

/// Protocol: \a text is not an event; the message names the place.
[[nodiscard]] Result<domain::Event> readEvent(std::string_view text);

/// The event as it stands in a stream: the lines event, id and data, and the empty one behind them.
/// (HTML standard, "Server-sent events".)
[[nodiscard]] std::string eventStreamText(const domain::Event &event);

} // namespace resync::protocol
