// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/CriticalJob.h"
#include "shared/domain/Job.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <string_view>

namespace resync::protocol {

/// A critical job of the plan with what the engine says of its deadline; of \c critical only that
/// is written, the rest is the job's.
struct CriticalJobRow
{
    domain::Job job;
    domain::CriticalJob critical;

    bool operator==(const CriticalJobRow &) const = default;
};

/// Reads the parameter fields= of a list of critical jobs; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectCriticalJobFields(std::string_view text);

/// One row of a list: the shape "Critical job" of api.md §5.
void writeCriticalJob(JsonWriter &json, const CriticalJobRow &row,
                      const FieldSelection &fields = {});

template<>
struct Codec<CriticalJobRow>
{
    static void read(const JsonNode &node, CriticalJobRow &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<CriticalJobRow>> readCriticalJobList(std::string_view text);

} // namespace resync::protocol
