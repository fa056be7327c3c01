// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Freshness.h"

#include <array>

namespace resync::domain {

namespace {

struct ReasonText
{
    std::string_view code;
    std::string_view text;
};

constexpr std::array<ReasonText, 9> ReasonTexts = {{
    {"too_old", "The data are older than two refresh intervals."},
    {"engine_unreachable", "The engine could not be reached."},
    {"engine_unauthorized", "The engine refused the user name or password."},
    {"invalidated", "The data were invalidated and have not been read again yet."},
    {"sweep_in_progress", "The whole plan is being read again."},
    {"recount_pending", "The engine's counts differ; the folder is being read again."},
    {"rollover_in_progress", "The engine is changing over to a new plan."},
    {"refresh_pending", "The newer data that were asked for are still on their way."},
    {"unspecified", "The data may be out of date."},
}};

constexpr std::array<std::string_view, 3> SourceWords = {"engine", "redis", "demo"};

} // namespace

std::string_view toString(StaleReason reason)
{
    return ReasonTexts.at(static_cast<std::size_t>(reason)).code;
}

std::optional<StaleReason> staleReasonFromWord(std::string_view word)
{
    for (std::size_t i = 0; i < ReasonTexts.size(); ++i)
        if (ReasonTexts.at(i).code == word)
            return static_cast<StaleReason>(i);
    return std::nullopt;
}

std::string_view describe(StaleReason reason)
{
    return ReasonTexts.at(static_cast<std::size_t>(reason)).text;
}

std::string_view toString(Source source)
{
    return SourceWords.at(static_cast<std::size_t>(source));
}

std::optional<Source> sourceFromWord(std::string_view word)
{
    for (std::size_t i = 0; i < SourceWords.size(); ++i)
        if (SourceWords.at(i) == word)
            return static_cast<Source>(i);
    return std::nullopt;
}

} // namespace resync::domain
