// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpClient.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace resync::engine {

struct Host
{
    std::string name; ///< name or address; IPv6 without brackets
    std::uint16_t port = 31116;

    /// "mdm01:31116", "[::1]:31116".
    [[nodiscard]] std::string text() const
    {
        const bool isV6 = name.find(':') != std::string::npos;
        return (isV6 ? '[' + name + ']' : name) + ':' + std::to_string(port);
    }
    bool operator==(const Host &) const = default;
};

struct EngineSettings
{
    std::vector<Host> hosts; ///< at least one; the next is tried when one cannot be reached
    std::string scheme = "https";
    std::string user;
    std::string password;
    std::string apiKey; ///< a JWT; sent as Bearer in the place of user and password
    net::TlsSettings tls;
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds readTimeout{30'000}; ///< longest silence; a whole transfer: 4 times
    std::uint64_t maxCallsPerMinute = 600;
};

} // namespace resync::engine
