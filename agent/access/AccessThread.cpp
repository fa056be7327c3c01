// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/AccessThread.h"

#include <algorithm>
#include <utility>

namespace resync::access {

AccessThread::AccessThread(Task upkeep, AccessThreadLimits limits)
    : m_upkeep(std::move(upkeep))
    , m_limits(limits)
    , m_thread([this] { loop(); })
{}

AccessThread::~AccessThread()
{
    stop();
}

bool AccessThread::check(const KeyedHash::Digest &key, std::string_view address, Check check,
                         Done done)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto same = std::find_if(m_checks.begin(), m_checks.end(),
                                       [&](const Pending &one) { return one.key == key; });
        if (same != m_checks.end()) {
            if (same->done.size() >= m_limits.sharers)
                return false;
            same->done.push_back(std::move(done));
            return true;
        }
        const auto ofAddress =
            std::count_if(m_checks.begin(), m_checks.end(),
                          [&](const Pending &one) { return one.address == address; });
        const std::size_t waiting = m_checks.size() - (m_isChecking ? 1 : 0);
        if (m_isStopping || waiting >= m_limits.waitingChecks ||
            static_cast<std::size_t>(ofAddress) >= m_limits.checksPerAddress)
            return false;
        m_checks.push_back({key, std::string(address), std::move(check), {}});
        m_checks.back().done.push_back(std::move(done));
    }
    m_wake.notify_one();
    return true;
}

bool AccessThread::run(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isStopping || m_tasks.size() >= m_limits.tasks)
            return false;
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
    return true;
}

void AccessThread::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
    std::deque<Task> tasks;
    std::list<Pending> checks;
    const std::lock_guard lock(m_mutex);
    tasks.swap(m_tasks); // what they hold dies after the lock is gone
    checks.swap(m_checks);
}

std::size_t AccessThread::checksInHand() const
{
    const std::lock_guard lock(m_mutex);
    return m_checks.size();
}

void AccessThread::loop()
{
    auto upkeepAt = std::chrono::steady_clock::now() + m_limits.upkeepInterval;
    std::unique_lock lock(m_mutex);
    while (!m_isStopping) {
        m_wake.wait_until(lock, upkeepAt, [this] { return m_isStopping || hasWork(); });
        if (m_isStopping)
            return;
        if (std::chrono::steady_clock::now() >= upkeepAt) {
            lock.unlock();
            m_upkeep();
            lock.lock();
            upkeepAt = std::chrono::steady_clock::now() + m_limits.upkeepInterval;
        }
        if (!m_tasks.empty())
            runTask(lock);
        else if (!m_checks.empty())
            runCheck(lock);
    }
}

void AccessThread::runTask(std::unique_lock<std::mutex> &lock)
{
    Task task = std::move(m_tasks.front());
    m_tasks.pop_front();
    lock.unlock();
    task();
    task = nullptr; // what it holds dies here, not under the lock
    lock.lock();
}

/// Who asks for the same while it runs still shares it.
void AccessThread::runCheck(std::unique_lock<std::mutex> &lock)
{
    m_isChecking = true;
    const Check check = m_checks.front().check;
    lock.unlock();
    const Outcome outcome = check();
    lock.lock();
    Pending finished = std::move(m_checks.front());
    m_checks.pop_front();
    m_isChecking = false;
    lock.unlock();
    for (const Done &done : finished.done)
        done(outcome);
    finished = {};
    lock.lock();
}

} // namespace resync::access
