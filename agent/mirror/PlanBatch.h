// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobBatch.h"
#include "agent/mirror/PlanLists.h"
#include "shared/domain/JobStream.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace resync::mirror {

/// Job streams that were read and are not merged yet.
struct StreamBatch
{
    std::unordered_map<std::string, domain::JobStream> rows; ///< by id
    std::unordered_set<std::string> removed;

    void put(const domain::JobStream &stream)
    {
        removed.erase(stream.id.value());
        rows.insert_or_assign(stream.id.value(), stream);
    }
    void remove(const std::string &id)
    {
        rows.erase(id);
        removed.insert(id);
    }
    [[nodiscard]] bool isEmpty() const { return rows.empty() && removed.empty(); }
};

/// Everything that was read since the last merge, in the order in which it was read: of equal ids
/// the later row wins. That no older row comes after a newer one is the conductor's care: sweep
/// pages are read only while no refresh runs. Thread: the plan thread.
class PlanBatch
{
public:
    void put(const domain::Job &job)
    {
        note(job.planId);
        jobs.put(job);
    }
    void put(const domain::JobStream &stream) { streams.put(stream); }
    void put(const domain::JobDependencies &list) { jobs.setDependencies(list); }
    void put(const domain::StreamDependencies &list)
    {
        streamDependencies.insert_or_assign(list.stream.value(), list);
    }
    void removeJob(const std::string &id) { jobs.remove(id); }
    void removeStream(const std::string &id) { streams.remove(id); }
    /// A row was seen that is not to be kept.
    void note(const domain::PlanId &plan)
    {
        if (plan.value().empty())
            return;
        m_isMixed = m_isMixed || (!m_plan.value().empty() && m_plan != plan);
        m_plan = plan;
    }

    /// Of the rows put; empty: none told one.
    [[nodiscard]] const domain::PlanId &planId() const { return m_plan; }
    [[nodiscard]] bool isMixed() const { return m_isMixed; } ///< rows of two plans
    [[nodiscard]] bool isEmpty() const
    {
        return jobs.isEmpty() && streams.isEmpty() && streamDependencies.empty();
    }

    JobBatch jobs;
    StreamBatch streams;
    StreamDependencyMap streamDependencies;

private:
    domain::PlanId m_plan;
    bool m_isMixed = false;
};

} // namespace resync::mirror
