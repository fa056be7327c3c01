// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace resync::config {

/// A small text file as it was read, without its byte order mark.
struct TextFile
{
    std::string text; ///< valid UTF-8, no NUL
    bool isReadableByAll = false;
};

inline constexpr std::size_t MaxFileBytes = 1024 * 1024;
inline constexpr std::size_t MaxLineBytes = 64 * 1024;

/// Reads \a path whole. Nothing: there is no such file. InvalidInput: it cannot be opened, is no
/// regular file, is larger than MaxFileBytes, has a line longer than MaxLineBytes, or holds NUL or
/// invalid UTF-8; the message names path and line, never the content. Does not wait (a pipe is
/// refused, not read).
[[nodiscard]] Result<std::optional<TextFile>> readTextFile(const std::filesystem::path &path);

} // namespace resync::config
