// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Server.h"

#include <chrono>

namespace resync::http {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What every connection of one server needs to know; constant while the server runs.
struct ServerContext
{
    ServerSettings settings;
    const Router &router;
    RefusalWriter refusals;
    RequestObserver *observer = nullptr;
};

} // namespace resync::http
