// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace resync::simulator {

/// Does things later, on a thread of its own. What is still waiting when the queue is destroyed is
/// dropped without being done.
/// Thread: any.
class DelayQueue
{
public:
    using Task = std::function<void()>;

    DelayQueue();
    ~DelayQueue();
    DelayQueue(const DelayQueue &) = delete;
    DelayQueue &operator=(const DelayQueue &) = delete;

    void after(std::chrono::milliseconds delay, Task task);
    /// Drops what is waiting.
    void clear();
    /// The same, and drops all that is still to come. Safe to call twice, on the owner's thread.
    void stop();

private:
    using Time = std::chrono::steady_clock::time_point;

    void run();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::multimap<Time, Task> m_tasks;
    bool m_isStopping = false;
    std::thread m_thread; // last: it uses the others
};

} // namespace resync::simulator
