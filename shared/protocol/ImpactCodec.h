// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::protocol {

struct DeadlineAtRisk
{
    std::string ref; ///< of a job or a job stream
    Instant deadlineAt{};
    std::optional<Instant> expectedEndAt;

    bool operator==(const DeadlineAtRisk &) const = default;
};

/// Who is held up by a job: the shape "Impact" of api.md §5.
struct ImpactSummary
{
    std::uint32_t direct = 0;
    std::uint32_t total = 0;
    std::uint32_t critical = 0;
    std::vector<DeadlineAtRisk> deadlinesAtRisk;
    std::optional<Instant> actBy;

    bool operator==(const ImpactSummary &) const = default;
};

struct ImpactDocument
{
    ImpactSummary summary;
    std::vector<domain::Job> items; ///< nearest first; no more than were asked for
    Stamp stamp;

    bool operator==(const ImpactDocument &) const = default;
};
/// \a fields: of the items
void writeImpact(JsonWriter &json, const ImpactDocument &impact, const FieldSelection &fields = {});
/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<ImpactDocument> readImpact(std::string_view text);

} // namespace resync::protocol
