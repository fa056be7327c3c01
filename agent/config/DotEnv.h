// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Source.h"

#include <string>
#include <string_view>
#include <vector>

namespace resync::config {

/// Reads the text of a .env file. A line is empty, a # comment, or [export] NAME=value. A bare
/// value ends at a blank followed by #; one in 'single quotes' is taken literally; in "double
/// quotes" \n \r \t \" \\ \$ are escapes. Nothing is expanded, a value does not span lines. Of
/// equal names the last wins, with a warning. \a file is the name that origins and problems carry.
[[nodiscard]] std::vector<Assignment> parseDotEnv(std::string_view text, const std::string &file,
                                                  Problems &problems);

} // namespace resync::config
