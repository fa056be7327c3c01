// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <functional>
#include <memory>

class QObject;
class QThread;

namespace resync::mirror {

/// The thread on which the plan is parsed, compared and replaced: a Qt event loop of its own.
/// Work that is posted after stop() is dropped, so whoever must answer answers before.
class PlanThread
{
public:
    PlanThread();
    ~PlanThread(); ///< stops
    PlanThread(const PlanThread &) = delete;
    PlanThread &operator=(const PlanThread &) = delete;

    /// Thread: any.
    void post(std::function<void()> work);
    void postAfter(milliseconds delay, std::function<void()> work);
    /// Runs \a work there and waits for it; for orderly starts and stops. Thread: any but this one.
    void run(const std::function<void()> &work);

    /// Ends the loop and joins. Safe to call twice.
    void stop();

private:
    std::unique_ptr<QThread> m_thread;
    std::unique_ptr<QObject> m_context; ///< lives on m_thread
};

} // namespace resync::mirror
