// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/PlanView.h"

#include <string>

namespace resync::simulator {

/// Which part of a job log is asked for.
struct LogPart
{
    std::size_t fromLine = 1;   ///< 1: the first
    std::size_t toLine = 0;     ///< included; 0: to the end
    bool isContentOnly = false; ///< without the banner before and after the output
};

/// The log of one run in the form of the product: banner lines start with "= ", between them the
/// output of the script; a failed run ends with what went wrong. A run in progress has the lines
/// written so far. \a attempt from 1 to the attempts made.
[[nodiscard]] std::string jobLog(const PlanView &view, Row job, unsigned attempt,
                                 const LogPart &part);

} // namespace resync::simulator
