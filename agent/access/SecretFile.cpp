// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/SecretFile.h"

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
#include <utility>

namespace resync::access {

namespace {

constexpr std::size_t MaxFileBytes = 1024 * 1024;
constexpr mode_t MostOpenMode = S_IRUSR | S_IWUSR | S_IRGRP; // 0640

/// Closes what it holds.
class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor() { close(); }

    [[nodiscard]] int number() const { return m_number; }
    bool close() { return m_number < 0 || ::close(std::exchange(m_number, -1)) == 0; }

private:
    int m_number;
};

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

Result<std::string> readAll(int descriptor, const std::filesystem::path &path)
{
    std::string text;
    char buffer[16 * 1024];
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer, sizeof buffer);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return refuseErrno(path, errno);
        if (count == 0)
            return text;
        text.append(buffer, static_cast<std::size_t>(count));
        if (text.size() > MaxFileBytes)
            return refuse(path, "is larger than 1 MiB");
    }
}

bool writeAll(int descriptor, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

/// So that a power cut does not bring the old name back.
void syncFolder(const std::filesystem::path &folder)
{
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (opened.number() >= 0)
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
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0) {
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
    auto text = readAll(file.number(), path);
    if (!text)
        return tl::unexpected(text.error());
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
    Descriptor file(
        ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (file.number() < 0)
        return cannotWrite(path, errno);
    const bool isWritten = ::fchmod(file.number(), MostOpenMode) == 0 &&
                           writeAll(file.number(), text) && ::fsync(file.number()) == 0 &&
                           file.close() && ::rename(part.c_str(), path.c_str()) == 0;
    if (!isWritten) {
        const int reason = errno;
        ::unlink(part.c_str());
        return cannotWrite(path, reason);
    }
    syncFolder(path.parent_path());
    return {};
}

} // namespace resync::access
