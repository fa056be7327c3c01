// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <string_view>

namespace resync::protocol {

/// Reads the parameter fields= of a list of runs; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectRunFields(std::string_view text);

/// One row of a job's runs: the shape "Runs" of api.md §5.
void writeJobRun(JsonWriter &json, const domain::JobRun &run, const FieldSelection &fields = {});

template<>
struct Codec<domain::JobRun>
{
    static void write(JsonWriter &json, const domain::JobRun &run) { writeJobRun(json, run); }
    static void read(const JsonNode &node, domain::JobRun &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<domain::JobRun>> readRunList(std::string_view text);

} // namespace resync::protocol
