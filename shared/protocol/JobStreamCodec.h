// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/JobStream.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <optional>
#include <string_view>

namespace resync::protocol {

/// Reads the parameter fields= of a list of job streams; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectJobStreamFields(std::string_view text);

/// One row of a list: the shape "JobStream" of api.md §5; ref and series are derived. \a counts may
/// be null: unknown.
void writeJobStream(JsonWriter &json, const domain::JobStream &stream,
                    const domain::JobCounts *counts, const FieldSelection &fields = {});
void writeJobStreamDocument(JsonWriter &json, const domain::JobStream &stream,
                            const domain::JobCounts *counts, const Stamp &stamp);

struct JobStreamRow
{
    domain::JobStream stream;
    std::optional<domain::JobCounts> counts;

    bool operator==(const JobStreamRow &) const = default;
};

template<>
struct Codec<JobStreamRow>
{
    static void read(const JsonNode &node, JobStreamRow &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<JobStreamRow>> readJobStreamList(std::string_view text);
[[nodiscard]] Result<Document<JobStreamRow>> readJobStreamDocument(std::string_view text);

} // namespace resync::protocol
