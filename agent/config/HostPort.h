// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace resync::config {

struct HostPort
{
    std::string host; ///< name or address, without brackets
    std::optional<std::uint16_t> port;

    bool operator==(const HostPort &) const = default;
};

/// A name (labels of 1–63 letters, digits, - and _, together at most 253) or an address; IPv6 with
/// or without brackets. Gives it without brackets; nothing: \a text is neither.
[[nodiscard]] std::optional<std::string> parseHost(std::string_view text);

/// "mdm01", "bmdm01:31116", "[::1]:31116"; IPv6 stands in brackets.
[[nodiscard]] std::optional<HostPort> parseHostPort(std::string_view text);
[[nodiscard]] std::string toString(const HostPort &host);

} // namespace resync::config
