// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogLevels.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace resync::telemetry {

namespace {

constexpr std::array<std::string_view, 6> Categories = {"access", "app",  "config",
                                                        "engine", "http", "mirror"};

std::optional<log::Level> levelFromWord(std::string_view word)
{
    for (const auto level :
         {log::Level::Debug, log::Level::Info, log::Level::Warning, log::Level::Error}) {
        if (equalsIgnoringCase(word, log::toString(level)))
            return level;
    }
    return std::nullopt;
}

bool isCategory(std::string_view word)
{
    return std::find(Categories.begin(), Categories.end(), word) != Categories.end();
}

} // namespace

Result<LogLevels> LogLevels::parse(std::string_view text)
{
    LogLevels levels;
    for (const std::string_view part : split(text, ',')) {
        const auto equals = part.find('=');
        const bool isGeneral = equals == std::string_view::npos;
        const std::string_view category = isGeneral ? "" : trimmed(part.substr(0, equals));
        const auto level = levelFromWord(trimmed(isGeneral ? part : part.substr(equals + 1)));
        if (!level || (!isGeneral && category.empty()))
            return fail(ErrorKind::InvalidInput,
                        "must be debug, info, warning or error, also by category, like "
                        "info,mirror=debug");
        if (!isGeneral && !isCategory(category))
            return fail(ErrorKind::InvalidInput,
                        "the categories are access, app, config, engine, http and mirror");
        if (isGeneral)
            levels.m_general = *level;
        else
            levels.m_byCategory.emplace_back(category, *level);
    }
    return levels;
}

bool LogLevels::accepts(log::Level level, std::string_view category) const
{
    if (category == AuditCategory && level >= log::Level::Info)
        return true;
    for (const auto &[name, least] : m_byCategory) {
        if (name == category)
            return level >= least;
    }
    return level >= m_general;
}

} // namespace resync::telemetry
