// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpHeader.h"
#include "shared/core/Instant.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace resync::net {

/// Which outside system a transfer goes to; each has transfer slots of its own.
enum class Destination : unsigned char { Engine, Llm, Knowledge, Webhook };
inline constexpr std::size_t DestinationCount = 4;

/// Error::code of a transfer whose connection was cut: the peer may never have seen the request.
inline constexpr std::string_view ConnectionCut = "connection_cut";

struct HttpTimeouts
{
    milliseconds connect{5'000}; ///< name resolution, TCP and TLS together
    milliseconds read{30'000};   ///< longest silence once connected, first byte included
    milliseconds total{120'000}; ///< whole transfer, from the moment that it has a slot
};

struct TlsOptions
{
    bool verifyPeer = true;
    bool verifyHostName = true;
    std::string caFile; ///< PEM; empty: the system's certificates
};

/// Sent as an Authorization header, never as part of the URL. A bearer token wins over a password.
struct Credentials
{
    std::string user;
    std::string password;
    std::string bearerToken;
};

struct HttpRequest
{
    Destination destination = Destination::Engine;
    std::string method = "GET";
    std::string url; ///< http or https, without user information
    std::vector<HttpHeader> headers;
    std::string body; ///< sent when not empty
    Credentials credentials;
    HttpTimeouts timeouts;
    TlsOptions tls;
    std::size_t maxBodyBytes = 16U << 20U; ///< of the answer, after decompression
};

} // namespace resync::net
