// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Snapshot.h"
#include "shared/domain/PlanColumns.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace resync::api {

/// Who waits for whom among the rows of \a snapshot; null: not known (yet).
[[nodiscard]] std::shared_ptr<const domain::PlanGraph> graphOf(const mirror::Snapshot &snapshot);

/// The columns of a snapshot that rules about its graph need. Costs a walk over all rows.
class PlanFigures
{
public:
    explicit PlanFigures(const mirror::Snapshot &snapshot);

    [[nodiscard]] domain::PlanColumns columns() const
    {
        return {m_status, m_estimated, m_startedAt, m_deadlineAt, m_critical};
    }

private:
    std::vector<domain::Status> m_status;
    std::vector<milliseconds> m_estimated;
    std::vector<Instant> m_startedAt;
    std::vector<Instant> m_deadlineAt;
    std::vector<std::uint8_t> m_critical;
};

/// By row of the job table, until when it must start (domain/Impact.h); made once per snapshot and
/// only when asked for. Thread: any.
class LatestStarts
{
public:
    using Column = std::shared_ptr<const std::vector<Instant>>;

    /// Whether of() has nothing to do.
    [[nodiscard]] bool isReady(const mirror::Snapshot &snapshot) const;
    /// Null: who waits for whom is not known.
    [[nodiscard]] Column of(const mirror::Snapshot &snapshot);

private:
    [[nodiscard]] bool isOf(const mirror::Snapshot &snapshot) const;

    mutable std::mutex m_mutex; ///< guards all below
    std::weak_ptr<const mirror::JobTable> m_jobs;
    std::weak_ptr<const mirror::StreamList> m_streams;
    std::weak_ptr<const domain::PlanGraph> m_graph;
    Column m_column;
};

} // namespace resync::api
