// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <string_view>

namespace resync::engine {

/// Told of every call that was sent to an engine, once it is over. Thread: the plan thread.
class EngineCallObserver
{
public:
    EngineCallObserver() = default;
    EngineCallObserver(const EngineCallObserver &) = delete;
    EngineCallObserver &operator=(const EngineCallObserver &) = delete;
    virtual ~EngineCallObserver() = default;

    /// \param operation "engine_info", "list_jobs", "get_job" …: a fixed set of words
    /// \param outcome "ok", or the error's kind: "unavailable", "timeout", "unauthorized" …
    /// \param duration from the moment that it was sent; waiting for its turn is not included
    virtual void onEngineCall(std::string_view operation, std::string_view outcome,
                              milliseconds duration) = 0;
};

} // namespace resync::engine
