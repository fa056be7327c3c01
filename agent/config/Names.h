// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Setting.h"

#include <string>
#include <string_view>

namespace resync::config {

/// What a name in a source stands for.
struct NameMeaning
{
    const Setting *setting = nullptr; ///< null: unknown
    bool isFile = false;              ///< NAME_FILE: the value is the path of a file that holds it
};

/// Understands NAME, APP_NAME, NAME_FILE and APP_NAME_FILE. Names that themselves end in _FILE have
/// no NAME_FILE form.
[[nodiscard]] NameMeaning meaningOf(std::string_view name);

/// The known name that \a name was probably meant to be, without APP_; empty when none is
/// close.
[[nodiscard]] std::string nearestName(std::string_view name);

/// Whether a process variable of that name is meant for us: APP_ TWS_ REDIS_ NEO4J_ LLM_ ADMIN_
/// SERVER_. Others belong to the rest of the machine and are not judged.
[[nodiscard]] bool hasKnownPrefix(std::string_view name);

} // namespace resync::config
