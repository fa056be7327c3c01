// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/ReadPool.h"

#include <utility>

namespace resync::api {

ReadPool::ReadPool()
    : m_thread([this] { loop(); })
{}

ReadPool::~ReadPool()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

bool ReadPool::post(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_queue.size() >= QueueLimit)
            return false;
        m_queue.push_back(std::move(work));
    }
    m_wake.notify_one();
    return true;
}

void ReadPool::loop()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_isStopping || !m_queue.empty(); });
        if (m_queue.empty())
            return;
        const auto work = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        work();
        lock.lock();
    }
}

} // namespace resync::api
