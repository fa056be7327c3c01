// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace resync {

/// Owns what open(2) and its like returned, and closes it.
class FileDescriptor
{
public:
    /// \param number -1: it could not be opened
    explicit FileDescriptor(int number)
        : m_number(number)
    {}
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor() { close(); }

    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    /// Ahead of time. False: errno says what became of the last bytes written.
    bool close();

private:
    int m_number;
};

/// Everything up to the end, whatever signals come in between. Nothing: errno says why; EFBIG: it
/// is more than \a maxBytes.
[[nodiscard]] std::optional<std::string> readToEnd(const FileDescriptor &file,
                                                   std::size_t maxBytes);
/// All of \a text, whatever signals come in between. False: errno says why.
[[nodiscard]] bool writeWhole(const FileDescriptor &file, std::string_view text);

} // namespace resync
