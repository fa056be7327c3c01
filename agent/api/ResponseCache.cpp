// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/ResponseCache.h"

#include <utility>

namespace resync::api {

ResponseCache::Body ResponseCache::find(std::string_view key)
{
    const std::lock_guard lock(m_mutex);
    return findLocked(key);
}

ResponseCache::Body ResponseCache::findLocked(std::string_view key)
{
    const auto known = m_byKey.find(key);
    if (known == m_byKey.end())
        return nullptr;
    m_recent.splice(m_recent.begin(), m_recent, known->second);
    return known->second->body;
}

std::shared_ptr<ResponseCache::Maker> ResponseCache::join(const std::string &key, Taker taker)
{
    std::unique_lock lock(m_mutex);
    if (const Body body = findLocked(key)) {
        lock.unlock();
        taker(body);
        return nullptr;
    }
    auto &waiting = m_waiting[key];
    waiting.push_back(std::move(taker));
    return waiting.size() == 1 ? std::make_shared<Maker>(*this, key) : nullptr;
}

void ResponseCache::settle(const std::string &key, const Body &body)
{
    if (body)
        keep(key, body);
    std::vector<Taker> takers;
    {
        const std::lock_guard lock(m_mutex);
        if (auto waiting = m_waiting.extract(key))
            takers = std::move(waiting.mapped());
    }
    for (const Taker &taker : takers)
        taker(body);
}

void ResponseCache::keep(const std::string &key, Body body)
{
    const std::size_t size = key.size() + body->size();
    if (size > m_maxBytes / 8)
        return;
    const std::lock_guard lock(m_mutex);
    if (m_byKey.contains(key))
        return;
    m_recent.push_front({key, std::move(body)});
    m_byKey.emplace(m_recent.front().key, m_recent.begin());
    m_bytes += size;
    while (m_bytes > m_maxBytes) {
        const Entry &oldest = m_recent.back();
        m_bytes -= oldest.key.size() + oldest.body->size();
        m_byKey.erase(oldest.key);
        m_recent.pop_back();
    }
}

std::size_t ResponseCache::bytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes;
}

} // namespace resync::api
