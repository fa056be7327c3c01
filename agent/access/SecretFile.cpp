// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/SecretFile.h"

#include "shared/core/FileDescriptor.h"
#include "shared/core/Text.h"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace resync::access {

namespace {

constexpr std::size_t MaxFileBytes = 1024 * 1024;
constexpr mode_t MostOpenMode = S_IRUSR | S_IWUSR | S_IRGRP; // 0640

tl::unexpected<Error> refuse(const std::filesystem::path &path, std::string_view why)
{
    return fail(ErrorKind::InvalidInput, path.string() + ": " + std::string(why));
}

tl::unexpected<Error> refuseErrno(const std::filesystem::path &path, int number)
{
    return refuse(path, "cannot be read: " + std::generic_category().message(number));
}

tl::unexpected<Error> cannotWrite(const std::filesystem::path &path, int number)
{
    return fail(ErrorKind::Unavailable,
                path.string() + ": cannot be written: " + std::generic_category().message(number));
}

std::string octal(mode_t mode)
{
    std::array<char, 16> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), mode, 8);
    return {digits.data(), end.ptr};
}

Result<> checkStatus(const std::filesystem::path &path, const struct stat &status)
{
    if (!S_ISREG(status.st_mode))
        return refuse(path, "is not a regular file");
    const mode_t mode = status.st_mode & 07777;
    if ((mode & ~MostOpenMode) != 0)
        return refuse(path, "has mode 0" + octal(mode) +
                                ", but may be read by its owner and group only: chmod 0640");
    return {};
}

/// So that a power cut does not bring the old name back.
void syncFolder(const std::filesystem::path &folder)
{
    const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.isOpen())
        ::fsync(opened.number());
}

} // namespace

FileStamp stampOf(const std::filesystem::path &path)
{
    struct stat status
    {};
    if (::stat(path.c_str(), &status) != 0)
        return {};
    constexpr std::int64_t Billion = 1'000'000'000;
    return {true, status.st_ino, status.st_size,
            status.st_mtim.tv_sec * Billion + status.st_mtim.tv_nsec};
}

Result<std::optional<std::string>> readSecretFile(const std::filesystem::path &path)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isOpen()) {
        if (errno == ENOENT)
            return std::nullopt;
        return refuseErrno(path, errno);
    }
    struct stat status
    {};
    if (::fstat(file.number(), &status) != 0)
        return refuseErrno(path, errno);
    if (auto checked = checkStatus(path, status); !checked)
        return tl::unexpected(checked.error());
    auto text = readToEnd(file, MaxFileBytes);
    if (!text && errno == EFBIG)
        return refuse(path, "is larger than 1 MiB");
    if (!text)
        return refuseErrno(path, errno);
    if (text->find('\0') != std::string::npos || !isUtf8(*text))
        return refuse(path, "is not UTF-8 text");
    return std::move(*text);
}

Result<> writeSecretFile(const std::filesystem::path &path, const std::string &text)
{
    std::error_code ignored; // a folder that is missing shows when the file is opened
    std::filesystem::create_directories(path.parent_path(), ignored);
    std::filesystem::path part = path;
    part += ".part";
    ::unlink(part.c_str()); // of a writer that was killed
    FileDescriptor file(
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file.isOpen())
        return cannotWrite(path, errno);
    const bool isWritten = ::fchmod(file.number(), MostOpenMode) == 0 && writeWhole(file, text) &&
                           ::fsync(file.number()) == 0 && file.close() &&
                           ::rename(part.c_str(), path.c_str()) == 0;
    if (!isWritten) {
        const int reason = errno;
        ::unlink(part.c_str());
        return cannotWrite(path, reason);
    }
    syncFolder(path.parent_path());
    return {};
}

} // namespace resync::access
