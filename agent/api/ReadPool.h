// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace resync::api {

/// One thread for answers that are too heavy for a reactor: filters, sorts, big pages. A full queue
/// refuses, so that a flood of heavy reads cannot delay the light ones.
class ReadPool
{
public:
    static constexpr std::size_t QueueLimit = 64;

    ReadPool();
    ~ReadPool(); ///< finishes what is queued
    ReadPool(const ReadPool &) = delete;
    ReadPool &operator=(const ReadPool &) = delete;

    /// False: the queue is full and \a work was not taken. Thread: any.
    [[nodiscard]] bool post(std::function<void()> work);

private:
    void loop();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace resync::api
