// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/Redaction.h"

#include "shared/core/Text.h"

#include <string_view>

namespace resync::engine {

namespace {

constexpr std::string_view Mask = "********";
constexpr std::size_t ShortestSecret = 4; // a shorter one is found everywhere, and tells nothing

/// Without the = at the end, which may be cut off.
std::string basicCredential(const EngineSettings &settings)
{
    std::string text = base64Encode(settings.user + ':' + settings.password);
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

void mask(std::string &text, const std::string &secret)
{
    if (secret.size() < ShortestSecret)
        return;
    for (auto at = text.find(secret); at != std::string::npos;
         at = text.find(secret, at + Mask.size()))
        text.replace(at, secret.size(), Mask);
}

} // namespace

std::string redacted(std::string text, const EngineSettings &settings)
{
    mask(text, settings.password);
    mask(text, settings.apiKey);
    if (!settings.password.empty())
        mask(text, basicCredential(settings));
    return text;
}

} // namespace resync::engine
