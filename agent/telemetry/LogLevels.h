// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Log.h"
#include "shared/core/Result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::telemetry {

/// Who did what or was turned away: its lines are logged from info on, whatever levels are set.
inline constexpr std::string_view AuditCategory = "access";

/// The least important level that is logged, in general and by category.
class LogLevels
{
public:
    LogLevels() = default; ///< info everywhere

    /// Reads "info", "info,mirror=debug" or "mirror=debug". Levels: debug info warning error;
    /// categories: those of shared/core/Log.h.
    /// InvalidInput: the message says what is wanted, without the text itself.
    [[nodiscard]] static Result<LogLevels> parse(std::string_view text);

    [[nodiscard]] bool accepts(log::Level level, std::string_view category) const;

private:
    log::Level m_general = log::Level::Info;
    std::vector<std::pair<std::string, log::Level>> m_byCategory;
};

} // namespace resync::telemetry
