// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"

namespace resync::simulator {

/// One authorised call, and what a fault asks of the rows that answer it.
struct EngineCall
{
    const http::Request &request;
    bool isHalfPlan = false; ///< lists and counts know the first half of their rows only

    [[nodiscard]] std::size_t shown(std::size_t rows) const { return isHalfPlan ? rows / 2 : rows; }
};

} // namespace resync::simulator
