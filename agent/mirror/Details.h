// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Clock.h"

#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace resync::mirror {

/// What only one job by id tells, read on demand: one question to the engine however many ask, kept
/// for a while, the least recently asked dropped first. Thread: the plan thread.
class Details
{
public:
    Details(Engine &engine, const Clock &clock)
        : m_engine(engine)
        , m_clock(clock)
    {}

    /// Answers once, at once when the answer is at hand.
    void fetch(const domain::JobId &id, Callback<domain::JobDetail> done);
    [[nodiscard]] bool has(const domain::JobId &id) const;
    void clear();
    [[nodiscard]] std::size_t size() const { return m_entries.size(); }

private:
    struct Entry
    {
        domain::JobDetail detail;
        std::chrono::steady_clock::time_point expires;
        std::list<domain::JobId>::iterator used;
    };

    void onAnswer(const domain::JobId &id, Result<domain::JobDetail> answer);
    void keep(const domain::JobId &id, const domain::JobDetail &detail);

    Engine &m_engine;
    const Clock &m_clock;
    std::unordered_map<domain::JobId, Entry> m_entries;
    std::list<domain::JobId> m_recent; ///< front: most recently asked
    std::unordered_map<domain::JobId, std::vector<Callback<domain::JobDetail>>> m_waiting;
    std::uint64_t m_epoch = 0; ///< grows with clear(); an older answer is given but not kept
    std::unordered_map<domain::JobId, std::uint64_t> m_askedIn;
};

} // namespace resync::mirror
