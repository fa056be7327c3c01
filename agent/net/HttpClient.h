// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace resync::net {

/// Outside systems that are counted apart, each with slots of its own.
enum class Destination : std::uint8_t { Engine, Llm, Knowledge, Webhook };
inline constexpr std::size_t DestinationCount = 4;

struct TlsSettings
{
    bool verifyCertificate = true;
    bool verifyHostname = true;
    std::string caFile; ///< PEM; empty: the system's authorities

    bool operator==(const TlsSettings &) const = default;
};

struct HttpRequest
{
    Destination destination = Destination::Engine;
    std::string method = "GET";
    std::string url;                  ///< http or https; never with credentials in it
    std::vector<std::string> headers; ///< "Name: value"
    std::string body;
    std::string user; ///< Basic authentication; empty: none
    std::string password;
    std::string bearer; ///< takes the place of user and password
    TlsSettings tls;
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds silenceTimeout{30'000}; ///< without a byte, the first one included
    std::chrono::milliseconds totalTimeout{120'000};
    std::size_t maxBodyBytes = 64UL * 1024 * 1024;
};

struct HttpResponse
{
    int status = 0;
    std::string contentType;
    std::string date; ///< as sent; empty: none
    std::string body; ///< decompressed
    std::chrono::milliseconds elapsed{0};
};

/// Asks outside systems over HTTP/1.1 with libcurl, on one thread for all. A transfer, and its
/// clock, starts when a slot of its destination is free. Redirects are answers, not followed.
///
/// Every answer comes once, on the client's thread. Errors: Unavailable (no such host, refused,
/// reset, TLS), Timeout, Protocol (not HTTP, too large), Cancelled (the client is going away). Any
/// HTTP status is an answer. Messages never hold credentials, bodies or query texts. Thread: any.
class HttpClient
{
public:
    using Slots = std::array<std::size_t, DestinationCount>;

    /// \param slots transfers at once by destination; at least 1 each
    explicit HttpClient(const Slots &slots = {4, 2, 4, 4});
    ~HttpClient(); ///< answers Cancelled to everybody and joins
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    void send(HttpRequest request, Callback<HttpResponse> done);

private:
    class Loop;

    std::unique_ptr<Loop> m_loop;
};

} // namespace resync::net
