// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/DelayQueue.h"

namespace resync::simulator {

DelayQueue::DelayQueue()
    : m_thread([this] { run(); })
{}

DelayQueue::~DelayQueue()
{
    stop();
}

void DelayQueue::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_changed.notify_one();
    if (m_thread.joinable())
        m_thread.join();
    clear();
}

void DelayQueue::after(std::chrono::milliseconds delay, Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopping)
            return;
        m_tasks.emplace(std::chrono::steady_clock::now() + delay, std::move(task));
    }
    m_changed.notify_one();
}

void DelayQueue::clear()
{
    std::multimap<Time, Task> dropped; // dies outside of the lock
    const std::lock_guard lock(m_mutex);
    dropped.swap(m_tasks);
}

void DelayQueue::run()
{
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        if (m_tasks.empty()) {
            m_changed.wait(lock);
            continue;
        }
        const Time next = m_tasks.begin()->first;
        if (std::chrono::steady_clock::now() < next) {
            m_changed.wait_until(lock, next);
            continue;
        }
        const Task task = std::move(m_tasks.begin()->second);
        m_tasks.erase(m_tasks.begin());
        lock.unlock();
        task();
        lock.lock();
    }
}

} // namespace resync::simulator
