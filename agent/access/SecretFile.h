// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace resync::access {

/// What tells one state of a file from another, without reading it.
struct FileStamp
{
    bool exists = false;
    std::uint64_t inode = 0;
    std::int64_t size = 0;
    std::int64_t modifiedNanoseconds = 0;

    bool operator==(const FileStamp &) const = default;
};

[[nodiscard]] FileStamp stampOf(const std::filesystem::path &path);

/// The text of a small file that others may not read: at most mode 0640. Nothing: there is no such
/// file. InvalidInput: anything else; the message names the file, never its content. Does not wait.
[[nodiscard]] Result<std::optional<std::string>> readSecretFile(const std::filesystem::path &path);

/// Puts \a text in the place of the file at once and whole, with mode 0640; makes its folder.
/// Unavailable: the file is as it was, or absent; the message names it. Waits for the disk.
[[nodiscard]] Result<> writeSecretFile(const std::filesystem::path &path, const std::string &text);

} // namespace resync::access
