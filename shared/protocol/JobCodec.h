// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <string_view>
#include <vector>

namespace resync::protocol {

/// Reads the parameter fields= of a list of jobs; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectJobFields(std::string_view text);

[[nodiscard]] std::vector<FieldName> jobFieldNames();

/// One row of a list: the shape "Job" of api.md §5. ref and series are derived.
void writeJob(JsonWriter &json, const domain::Job &job, const FieldSelection &fields = {});

/// Its members alone, for shapes that have more of them.
void writeJobMembers(JsonWriter &json, const domain::Job &job, const FieldSelection &fields = {});

/// One job with what only a question by its id tells.
struct JobDocument
{
    domain::Job job;
    domain::JobDetail detail;
    Stamp stamp;

    bool operator==(const JobDocument &) const = default;
};
void writeJobDocument(JsonWriter &json, const domain::Job &job, const domain::JobDetail &detail,
                      const Stamp &stamp);

template<>
struct Codec<domain::Job>
{
    static void read(const JsonNode &node, domain::Job &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<domain::Job>> readJobList(std::string_view text);
[[nodiscard]] Result<JobDocument> readJobDocument(std::string_view text);

} // namespace resync::protocol
