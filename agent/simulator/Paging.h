// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"
#include "shared/core/Result.h"

#include <cstddef>
#include <optional>
#include <string>

namespace resync::simulator {

/// The query parameters limit and offset of a collection.
struct Paging
{
    static constexpr std::size_t MaxLimit = 10'000;

    std::size_t limit = MaxLimit;
    std::size_t offset = 0;
};

/// InvalidInput: not a number, or a limit outside of 1 … MaxLimit.
[[nodiscard]] Result<Paging> readPaging(const http::Request &request);

/// The address of the same collection at another offset, as the engine writes it: absolute, by the
/// name that the client used, all other parameters kept.
[[nodiscard]] std::string pageUrl(const http::Request &request, const Paging &paging,
                                  std::size_t offset);

} // namespace resync::simulator
