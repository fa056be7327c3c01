// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <string>

namespace resync::engine {

/// One page of API v1's job log.
struct V1LogPage
{
    std::string text;
    std::string fileId; ///< to be sent with the next page; empty: none told
    bool isLast = true;
};

/// \return Protocol: not JSON
[[nodiscard]] Result<V1LogPage> readV1LogPage(std::string &body);

/// Reads the answer of job/count: a JSON string with a number in it, or the number.
/// \return Protocol: no number
[[nodiscard]] Result<int> readV1Count(std::string &body);

} // namespace resync::engine
