// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"
#include "shared/protocol/FreshnessCodec.h"

#include <string>
#include <string_view>
#include <vector>

namespace resync::protocol {

/// What changed among the jobs since a revision: the shape "Changes" of api.md §5. Its revision is
/// where to go on; with \c hasMore at once.
struct JobChanges
{
    std::vector<domain::Job> changed;
    std::vector<domain::JobId> removed;
    bool hasMore = false;
    Stamp stamp;

    bool operator==(const JobChanges &) const = default;
};

/// Opens {"revision":…,"changed":[ ; the caller writes the rows and then calls endChanges.
void beginChanges(JsonWriter &json, std::string_view revision);
void endChanges(JsonWriter &json, const std::vector<std::string_view> &removed, bool hasMore,
                const domain::Freshness &freshness);

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<JobChanges> readJobChanges(std::string_view text);

} // namespace resync::protocol
