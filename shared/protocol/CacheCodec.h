// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/JsonWriter.h"
#include "shared/core/Result.h"
#include "shared/domain/CacheStats.h"

#include <string_view>

namespace resync::protocol {

/// The shape "Cache stats" of api.md §5; hit_rate (0…1, four decimals) is null before the first
/// question.
void writeCacheStats(JsonWriter &json, const domain::CacheStats &stats);
/// The answer of POST /api/v1/cache/invalidate (api.md §6).
void writeInvalidationReport(JsonWriter &json, const domain::InvalidationReport &report);

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<domain::CacheStats> readCacheStats(std::string_view text);
[[nodiscard]] Result<domain::InvalidationReport> readInvalidationReport(std::string_view text);

} // namespace resync::protocol
