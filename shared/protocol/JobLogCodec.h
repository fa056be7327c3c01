// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/JobRun.h"
#include "shared/protocol/FreshnessCodec.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace resync::protocol {

/// A part of a job log and how old it is: the shape "Log" of api.md §5. The first and the last line
/// are those of the part.
struct JobLogDocument
{
    domain::JobLog log;
    domain::Freshness freshness;

    bool operator==(const JobLogDocument &) const = default;
};
void writeJobLog(JsonWriter &json, const domain::JobLog &log, const domain::Freshness &freshness);
/// {"n":…,"text":…}, as in the document and in an event of a log that is followed.
void writeLogLine(JsonWriter &json, const domain::LogLine &line);

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<JobLogDocument> readJobLog(std::string_view text);
[[nodiscard]] Result<domain::LogLine> readLogLine(std::string_view text);

} // namespace resync::protocol
