// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/MetricsHistory.h"
#include "shared/protocol/Codec.h"

#include <string_view>

namespace resync::protocol {

/// The shape "Metrics history" of api.md §5.
template<>
struct Codec<domain::MetricsHistory>
{
    static void write(JsonWriter &json, const domain::MetricsHistory &history);
    static void read(const JsonNode &node, domain::MetricsHistory &out);
};

/// Protocol: \a text is no such document; the message names the place.
[[nodiscard]] Result<domain::MetricsHistory> readMetricsHistory(std::string_view text);

} // namespace resync::protocol
