// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/KeyedHash.h"
#include "agent/access/Refusal.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace resync::access {

struct AccessThreadLimits
{
    std::size_t waitingChecks = 8;    ///< behind the one that runs
    std::size_t checksPerAddress = 2; ///< waiting and running
    std::size_t sharers = 64;         ///< that wait for one and the same check
    std::size_t tasks = 16;
    std::chrono::milliseconds upkeepInterval{1000};
};

/// One thread for what would hold up a reactor: checking slow password hashes, one at a time, and
/// files. A check that is asked for again while it waits is made once for all who ask. Who floods
/// fills their own address's places and, from many addresses, the queue; then they are refused,
/// while everything that needs no slow check goes on. Thread: any.
class AccessThread
{
public:
    using Task = std::function<void()>;
    using Outcome = std::optional<Refusal>; ///< of a check; none: the password is right
    using Check = std::function<Outcome()>;
    using Done = std::function<void(Outcome)>;

    /// \param upkeep runs on the thread every upkeepInterval
    explicit AccessThread(Task upkeep, AccessThreadLimits limits = {});
    ~AccessThread(); ///< stops
    AccessThread(const AccessThread &) = delete;
    AccessThread &operator=(const AccessThread &) = delete;

    /// Runs \a check on the thread, then gives every \a done that came with the same \a key what it
    /// returned.
    /// False: there is no place, nothing will run.
    [[nodiscard]] bool check(const KeyedHash::Digest &key, std::string_view address, Check check,
                             Done done);
    /// Runs \a task on the thread, before waiting checks. False: there are too many.
    [[nodiscard]] bool run(Task task);
    /// Finishes what runs, drops the rest, joins. Safe to call twice.
    void stop();

    /// Checks that wait or run.
    [[nodiscard]] std::size_t checksInHand() const;

private:
    struct Pending
    {
        KeyedHash::Digest key{};
        std::string address;
        Check check;
        std::vector<Done> done;
    };

    void loop();
    [[nodiscard]] bool hasWork() const { return !m_tasks.empty() || !m_checks.empty(); }
    void runTask(std::unique_lock<std::mutex> &lock);
    void runCheck(std::unique_lock<std::mutex> &lock);

    const Task m_upkeep;
    const AccessThreadLimits m_limits;
    mutable std::mutex m_mutex; ///< guards all below but the thread
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    std::list<Pending> m_checks; ///< the first one runs while m_isChecking
    bool m_isChecking = false;
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace resync::access
