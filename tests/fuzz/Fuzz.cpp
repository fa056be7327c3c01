// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/Fuzz.h"

#include <nlohmann/json.hpp>

namespace resync::fuzz {

bool isJson(std::string_view text)
{
    return nlohmann::json::accept(text.begin(), text.end());
}

bool isSameJson(std::string_view a, std::string_view b)
{
    return nlohmann::json::parse(a, nullptr, false) == nlohmann::json::parse(b, nullptr, false);
}

} // namespace resync::fuzz
