// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/TextFile.h"

#include "shared/core/Text.h"

#include <cerrno>
#include <fcntl.h>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace resync::config {

namespace {

class Descriptor
{
public:
    explicit Descriptor(int number)
        : m_number(number)
    {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_number >= 0)
            ::close(m_number);
    }
    [[nodiscard]] int number() const { return m_number; }

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

} // namespace

Result<std::optional<TextFile>> readTextFile(const std::filesystem::path &path)
{
    // O_NONBLOCK: opening a pipe that nobody writes to must not wait
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.number() < 0) {
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

    auto text = readAll(file.number(), path);
    if (!text)
        return tl::unexpected(text.error());
    if (text->starts_with("\xEF\xBB\xBF"))
        text->erase(0, 3);
    int number = 0;
    for (const std::string_view line : split(*text, '\n')) {
        ++number;
        if (const auto fault = lineFault(line); !fault.empty())
            return refuse(path, "line " + std::to_string(number) + ": " + std::string(fault));
    }
    return TextFile{std::move(*text), (status.st_mode & S_IROTH) != 0};
}

} // namespace resync::config
