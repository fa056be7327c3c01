// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/JsonWriter.h"
#include "shared/core/Result.h"
#include "shared/domain/Health.h"

#include <string_view>

namespace resync::protocol {

/// The shape "Health" of api.md §5; who may not see details is given domain::withoutDetails.
void writeHealth(JsonWriter &json, const domain::Health &health);
void writeHealthComponent(JsonWriter &json, const domain::HealthComponent &component);

/// Protocol: \a text is not such a document; the message names the place. A status word that is
/// not known is read as unknown.
[[nodiscard]] Result<domain::Health> readHealth(std::string_view text);
[[nodiscard]] Result<domain::HealthComponent> readHealthComponent(std::string_view text);

} // namespace resync::protocol
