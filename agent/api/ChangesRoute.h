// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/PlanAnswer.h"
#include "agent/api/RouteTable.h"
#include "shared/protocol/FieldSelection.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace resync::api {

/// How far a reader has come: all of a generation, and of the next one that has changes the rows up
/// to an id (when there was no room for all of it). As text "<epoch>.<generation>", and in the
/// second case ".<next generation>.<id in base64url>" behind it.
struct ChangePosition
{
    std::uint64_t generation = 0;
    std::uint64_t partial = 0; ///< 0: none
    std::string id;

    [[nodiscard]] std::string text(const std::string &epoch) const;
};

/// The parameter since=.
struct Since
{
    std::string epoch;
    ChangePosition position;
};

/// Nothing: it is not a revision.
[[nodiscard]] std::optional<Since> parseSince(std::string_view text);
/// Whether the way from there to \a snapshot is not known (any more).
[[nodiscard]] bool isGone(const Since &since, const mirror::Snapshot &snapshot,
                          const std::string &epoch);

struct ChangesQuery
{
    Since since;
    static constexpr std::size_t DefaultLimit = 1'000;
    static constexpr std::size_t MaxLimit = 10'000;

    std::size_t limit = DefaultLimit;
    protocol::FieldSelection fields;
    std::optional<milliseconds> maxAge;
};

/// The body of an answer.
[[nodiscard]] std::string renderChanges(const PlanView &view, const ChangesQuery &query,
                                        const std::string &epoch);

/// GET /api/v1/jobs/changes: what changed since a revision.
void addChangesRoute(RouteTable &table);

} // namespace resync::api
