// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Setting.h"
#include "agent/config/Source.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace resync::config {

/// What all sources say about each setting. Names are understood here, values are not yet.
class Given
{
public:
    Given();

    /// Files a text under its setting. An unknown name becomes a warning; a second, different text
    /// in the same layer (TWS_HOST and APP_TWS_HOST) an error.
    void add(Assignment assignment, Problems &problems);

    /// The strongest text for \a key, after NAME_FILE was read; nothing when no source names it, or
    /// when that file cannot be read, which is an error. Relative paths count from \a base.
    [[nodiscard]] std::optional<Assignment> strongest(Key key, const std::filesystem::path &base,
                                                      Problems &problems) const;

    /// The other texts for \a key, which the strongest overrules.
    [[nodiscard]] std::vector<Assignment> overruled(Key key, const std::filesystem::path &base,
                                                    Problems &problems) const;

private:
    struct PerSetting
    {
        std::vector<Assignment> values; ///< one a layer
        std::vector<Assignment> files;  ///< NAME_FILE, one a layer

        /// Of both; null: no source names the setting.
        [[nodiscard]] const Assignment *strongest() const;
    };

    std::vector<PerSetting> m_settings; ///< in the order of the table
};

/// \a path, counted from the folder of the file that names it, else from \a base.
[[nodiscard]] std::filesystem::path resolvedPath(const std::string &path, const Origin &origin,
                                                 const std::filesystem::path &base);

/// What a file holds apart from the line end that editors append.
[[nodiscard]] std::string withoutLineEnd(std::string text);

} // namespace resync::config
