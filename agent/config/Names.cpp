// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Names.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace resync::config {

namespace {

constexpr std::string_view AliasPrefix = "APP_";
constexpr std::string_view FileSuffix = "_FILE";

/// Levenshtein's distance.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

const Setting *bareOrAlias(std::string_view name)
{
    if (const Setting *found = findSetting(name))
        return found;
    return name.starts_with(AliasPrefix) ? findSetting(name.substr(AliasPrefix.size())) : nullptr;
}

} // namespace

NameMeaning meaningOf(std::string_view name)
{
    if (const Setting *found = bareOrAlias(name))
        return {found, false};
    if (!name.ends_with(FileSuffix))
        return {};
    const Setting *base = bareOrAlias(name.substr(0, name.size() - FileSuffix.size()));
    const bool hasFileForm = base != nullptr && !base->name.ends_with(FileSuffix);
    return hasFileForm ? NameMeaning{base, true} : NameMeaning{};
}

std::string nearestName(std::string_view name)
{
    constexpr std::size_t MaxNameBytes = 64; // longer ones are no typing mistake
    constexpr std::size_t MinStemBytes = 6;  // ADMIN_USER means ADMIN_USERNAME, T means nothing
    if (name.size() > MaxNameBytes)
        return {};
    const std::string wanted = toUpper(name);
    std::string best;
    std::size_t bestDistance = std::max<std::size_t>(2, wanted.size() / 4) + 1;
    const auto consider = [&](std::string candidate) {
        const bool isShortened = wanted.size() >= MinStemBytes && candidate.starts_with(wanted);
        if (const auto d = isShortened ? 1 : distance(wanted, candidate); d < bestDistance) {
            bestDistance = d;
            best = std::move(candidate);
        }
    };
    for (const Setting &known : allSettings()) {
        consider(std::string(known.name));
        if (wanted.ends_with(FileSuffix) && !known.name.ends_with(FileSuffix))
            consider(std::string(known.name) + std::string(FileSuffix));
    }
    if (best.empty() && wanted.starts_with(AliasPrefix))
        return nearestName(wanted.substr(AliasPrefix.size()));
    return best;
}

bool hasKnownPrefix(std::string_view name)
{
    static constexpr std::array<std::string_view, 7> Prefixes{"APP_", "TWS_",   "REDIS_", "NEO4J_",
                                                              "LLM_", "ADMIN_", "SERVER_"};
    return std::any_of(Prefixes.begin(), Prefixes.end(),
                       [&](std::string_view prefix) { return name.starts_with(prefix); });
}

} // namespace resync::config
