// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Given.h"
#include "agent/config/Load.h"

#include <filesystem>
#include <set>
#include <string>

namespace resync::config {

/// What one reading of every source found.
struct Sources
{
    Given given;
    std::filesystem::path folder;        ///< whose files were read, absolute
    std::set<std::string> readableByAll; ///< files that every user of the machine can read
};

/// Reads environment, credentials, .env, settings.toml and settings.<APP_ENV>.toml.
[[nodiscard]] Sources readSources(const LoadRequest &request, Problems &problems);

} // namespace resync::config
