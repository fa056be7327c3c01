// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/TextFile.h"

#include "shared/core/FileDescriptor.h"
#include "shared/core/Text.h"

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>

namespace resync::config {

namespace {

tl::unexpected<Error> refuse(const std::filesystem::path &path, std::string_view why)
{
    return fail(ErrorKind::InvalidInput, path.string() + ": " + std::string(why));
}

tl::unexpected<Error> refuseErrno(const std::filesystem::path &path, int number)
{
    return refuse(path, "cannot be read: " + std::generic_category().message(number));
}

/// Why the text of one line is not taken; empty: it is.
std::string_view lineFault(std::string_view line)
{
    if (line.size() > MaxLineBytes)
        return "the line is longer than 64 KiB";
    if (line.find('\0') != std::string_view::npos)
        return "the line holds a NUL byte";
    if (!isUtf8(line))
        return "the line is not valid UTF-8";
    return {};
}

} // namespace

Result<std::optional<TextFile>> readTextFile(const std::filesystem::path &path)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen()) {
        const int reason = errno;
        struct stat link
        {};
        if (reason == ENOENT && ::lstat(path.c_str(), &link) != 0)
            return std::nullopt;
        return refuseErrno(path, reason);
    }
    struct stat status
    {};
    if (::fstat(file.number(), &status) != 0)
        return refuseErrno(path, errno);
    if (S_ISDIR(status.st_mode))
        return refuse(path, "is a directory, not a file");
    if (!S_ISREG(status.st_mode))
        return refuse(path, "is not a regular file");

    auto text = readToEnd(file, MaxFileBytes);
    if (!text && errno == EFBIG)
        return refuse(path, "is larger than 1 MiB");
    if (!text)
        return refuseErrno(path, errno);
    if (text->starts_with("\xEF\xBB\xBF"))
        text->erase(0, 3);
    int number = 0;
    for (const std::string_view line : split(*text, '\n')) {
        ++number;
        if (const auto fault = lineFault(line); !fault.empty())
            return fail(ErrorKind::InvalidInput, path.string() + " line " + std::to_string(number) +
                                                     ": " + std::string(fault));
    }
    return TextFile{std::move(*text), (status.st_mode & S_IROTH) != 0};
}

} // namespace resync::config
