// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"
#include "shared/core/Result.h"

#include <cstddef>
#include <optional>

namespace resync::simulator::v1 {

/// Which part of a list the headers of a call ask for: after a cursor, or a page.
struct Part
{
    static constexpr std::size_t MaxRows = 10'000;

    std::size_t limit = MaxRows;         ///< How-Many 0: no limit
    std::size_t skipped = 0;             ///< matches before the first one wanted
    std::optional<std::size_t> afterRow; ///< of Last-Object: rows up to it are known already
    bool isCounted = false;              ///< Context-ObjectCount: 1
};

/// InvalidInput: a header is no number or too big, or pages are mixed with a cursor.
[[nodiscard]] Result<Part> readPart(const http::Request &request);

} // namespace resync::simulator::v1
