// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace resync::domain {

/// A text that people read: a code that the console translates, its arguments, and plain English.
struct Statement
{
    std::string code;
    std::vector<std::pair<std::string, std::string>> args;
    std::string text;

    bool operator==(const Statement &) const = default;
};

} // namespace resync::domain
