// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/HostPort.h"
#include "agent/config/Secret.h"
#include "agent/config/Setting.h"
#include "shared/core/Result.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace resync::config {

/// A checked value; which alternative, the Type says: Text Url Choice Path Host LogLevels →
/// string, Number → int64, Duration → milliseconds, Flag → bool, Secret → Secret. monostate: not
/// set.
using Value = std::variant<std::monostate, std::string, std::int64_t, std::chrono::milliseconds,
                           bool, Secret, std::vector<HostPort>, std::vector<std::string>>;

/// Reads \a text as \a setting wants it. InvalidInput: the message says what is wanted, "must be
/// 1–65535", without the text itself.
[[nodiscard]] Result<Value> parseValue(const Setting &setting, std::string_view text);

/// The value as people may see it: durations in seconds, secrets as "********", URLs without user,
/// password and query. Nothing for a value that is not set.
[[nodiscard]] std::optional<std::string> displayText(const Setting &setting, const Value &value);

/// Whether a bad \a text for \a setting may be repeated in a message: not where it may hold a
/// password (with an @ it may be a URL with one).
[[nodiscard]] bool mayBeShown(const Setting &setting, std::string_view text);

/// "30", "500ms", "30s", "5min", "2h", with up to three decimals; a bare number is seconds.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseDuration(std::string_view text);
/// In seconds: "30", "0.5".
[[nodiscard]] std::string durationText(std::chrono::milliseconds span);

/// "a, b or c".
[[nodiscard]] std::string alternatives(std::span<const std::string_view> words,
                                       std::string_view suffix = {});

} // namespace resync::config
