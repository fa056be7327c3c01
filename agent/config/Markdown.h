// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace resync::config {

/// docs/configuration.md, written from the table of settings.
[[nodiscard]] std::string configurationMarkdown();

} // namespace resync::config
