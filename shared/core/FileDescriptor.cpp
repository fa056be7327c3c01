// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/FileDescriptor.h"

#include <array>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace resync {

bool FileDescriptor::close()
{
    return m_number < 0 || ::close(std::exchange(m_number, -1)) == 0;
}

std::optional<std::string> readToEnd(const FileDescriptor &file, std::size_t maxBytes)
{
    std::string text;
    std::array<char, 16 * 1024> buffer{};
    for (;;) {
        const ssize_t count = ::read(file.number(), buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return std::nullopt;
        if (count == 0)
            return text;
        text.append(buffer.data(), static_cast<std::size_t>(count));
        if (text.size() > maxBytes) {
            errno = EFBIG;
            return std::nullopt;
        }
    }
}

bool writeWhole(const FileDescriptor &file, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::write(file.number(), text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace resync
