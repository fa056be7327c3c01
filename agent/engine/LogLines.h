// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/JobRun.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace resync::engine {

/// Cuts the text of a job log into lines, numbered from \a first; a line end at the very end adds
/// none. Lines are valid UTF-8 (other bytes become U+FFFD) and at most 64 KiB long.
[[nodiscard]] std::vector<domain::LogLine> logLines(std::string_view text, std::uint64_t first);

} // namespace resync::engine
