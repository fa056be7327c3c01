// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/JsonWriter.h"
#include "shared/core/Result.h"
#include "shared/domain/ConfigReport.h"

#include <string_view>

namespace resync::protocol {

/// What stands in the place of a secret that is set.
inline constexpr std::string_view SecretMask = "********";

/// The shape "Config" of api.md §5, for admins. Whatever the item holds, a secret is written as
/// SecretMask (set) or null (not set), its default as null.
void writeConfigReport(JsonWriter &json, const domain::ConfigReport &report);
/// The reduced form for everyone else.
void writeConfigSummary(JsonWriter &json, const domain::ConfigSummary &summary);
void writeReloadOutcome(JsonWriter &json, const domain::ReloadOutcome &outcome);

/// Protocol: \a text is not such a document; the message names the place. A secret in the clear is
/// read as it would be written.
[[nodiscard]] Result<domain::ConfigReport> readConfigReport(std::string_view text);
[[nodiscard]] Result<domain::ConfigSummary> readConfigSummary(std::string_view text);
[[nodiscard]] Result<domain::ReloadOutcome> readReloadOutcome(std::string_view text);

} // namespace resync::protocol
