// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Source.h"

#include <string>
#include <string_view>
#include <vector>

namespace resync::config {

/// Reads the text of a settings file. The path of a key, joined by _ and in upper case, is the
/// name: [tws] host and TWS_HOST are the same. Values: text, numbers, true and false, lists of
/// texts (joined by commas). Problems name file, line and column, never the content.
[[nodiscard]] std::vector<Assignment> parseToml(std::string_view text, const std::string &file,
                                                Layer layer, Problems &problems);

} // namespace resync::config
