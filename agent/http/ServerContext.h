// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Server.h"
#include "agent/http/TlsKeys.h"

#include <chrono>
#include <memory>

namespace resync::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What every connection of one server needs to know; constant while the server runs.
struct ServerContext
{
    ServerSettings settings;
    const Router &router;
    RefusalWriter refusals;
    RequestObserver *observer = nullptr;
    std::shared_ptr<TlsKeys> tls; ///< null: plain HTTP
};

} // namespace resync::http
