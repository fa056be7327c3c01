// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/core/Log.h"

#include <string>
#include <string_view>

namespace resync::telemetry {

/// What the log facade was told, at a time.
struct LogLine
{
    Instant at{};
    log::Level level = log::Level::Info;
    std::string_view category;
    std::string_view message;
    const log::Fields &fields;
};

/// The field that is a member of its own.
inline constexpr std::string_view RequestIdField = "request_id";

/// "mirror: plan read jobs=20000 took="1 s"": the text line without time and level.
[[nodiscard]] std::string messageLine(const LogLine &line);

/// "2026-11-24T01:14:20.000Z INFO    mirror: plan read jobs=20000 took="1 s"": one line whatever
/// the texts hold; control characters and what is not UTF-8 are escaped or replaced. Without line
/// end.
[[nodiscard]] std::string textLine(const LogLine &line);

/// {"time","level","category","message","request_id","fields":{…}}: valid JSON whatever the texts
/// hold. request_id is the field of that name, left out when there is none. Without line end.
[[nodiscard]] std::string jsonLine(const LogLine &line);

} // namespace resync::telemetry
