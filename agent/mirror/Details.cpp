// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Details.h"

#include <random>
#include <utility>

namespace resync::mirror {

namespace {

constexpr std::size_t MaxEntries = 2000;
constexpr auto TimeToLive = std::chrono::minutes(5);

/// 5 min ± 10 %, so that entries asked together do not expire together.
std::chrono::milliseconds jitteredTimeToLive()
{
    static thread_local std::minstd_rand random(std::random_device{}());
    std::uniform_real_distribution<double> factor(0.9, 1.1);
    return std::chrono::duration_cast<std::chrono::milliseconds>(TimeToLive * factor(random));
}

} // namespace

bool Details::has(const domain::JobId &id) const
{
    const auto known = m_entries.find(id);
    return known != m_entries.end() && known->second.expires > m_clock.steady();
}

void Details::fetch(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    if (has(id)) {
        Entry &entry = m_entries.at(id);
        m_recent.splice(m_recent.begin(), m_recent, entry.used);
        done(entry.detail);
        return;
    }
    auto &waiting = m_waiting[id];
    waiting.push_back(std::move(done));
    if (waiting.size() > 1)
        return;
    m_askedIn[id] = m_epoch;
    m_engine.fetchJobDetail(
        id, [this, id](Result<domain::JobDetail> answer) { onAnswer(id, std::move(answer)); });
}

void Details::onAnswer(const domain::JobId &id, Result<domain::JobDetail> answer)
{
    const auto asked = m_askedIn.extract(id);
    if (answer && asked.mapped() == m_epoch)
        keep(id, *answer);
    const auto waiting = m_waiting.extract(id);
    for (const auto &done : waiting.mapped())
        done(answer);
}

void Details::keep(const domain::JobId &id, const domain::JobDetail &detail)
{
    const auto expires = m_clock.steady() + jitteredTimeToLive();
    const auto known = m_entries.find(id);
    if (known != m_entries.end()) {
        known->second.detail = detail;
        known->second.expires = expires;
        return;
    }
    m_recent.push_front(id);
    m_entries.emplace(id, Entry{detail, expires, m_recent.begin()});
    if (m_entries.size() <= MaxEntries)
        return;
    m_entries.erase(m_recent.back());
    m_recent.pop_back();
}

void Details::clear()
{
    ++m_epoch;
    m_entries.clear();
    m_recent.clear();
}

} // namespace resync::mirror
