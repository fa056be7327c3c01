// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string_view>

namespace resync::engine {

/// Is told of every call to the engine when it has ended. Thread: the plan thread.
class EngineCallObserver
{
public:
    EngineCallObserver() = default;
    EngineCallObserver(const EngineCallObserver &) = delete;
    EngineCallObserver &operator=(const EngineCallObserver &) = delete;
    virtual ~EngineCallObserver() = default;

    /// \param operation "engine_info", "jobs", "job" …; \param outcome "ok" or the error's kind
    virtual void onEngineCall(std::string_view operation, std::string_view outcome,
                              std::chrono::milliseconds duration) = 0;
};

} // namespace resync::engine
