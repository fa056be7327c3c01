// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <cstdint>
#include <string>
#include <vector>

namespace resync::engine {

struct HostAddress
{
    std::string host; ///< name, IPv4 or IPv6 address without brackets
    std::uint16_t port = 31116;

    bool operator==(const HostAddress &) const = default;
};

/// "mdm01:31116", "[::1]:31116": as it stands in a URL and in messages.
[[nodiscard]] std::string toString(const HostAddress &address);

struct EngineSettings
{
    std::vector<HostAddress> hosts; ///< in order of preference; at least one
    std::string scheme = "https";   ///< or "http"
    std::string user;
    std::string password;
    std::string apiKey; ///< sent as a bearer token in place of user and password when set
    std::string caFile; ///< PEM; empty: the system's certificates
    bool verify = true;
    bool verifyHostname = true;
    milliseconds connectTimeout{5'000};
    milliseconds readTimeout{30'000}; ///< longest silence; a whole answer may take four times it
    int maxConnections = 4;
    int maxCallsPerMinute = 10'000; ///< calls beyond are refused, not sent
    bool refusesDemo = false;       ///< an engine that says it is a simulator is an error
};

} // namespace resync::engine
