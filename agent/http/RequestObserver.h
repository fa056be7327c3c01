// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace resync::http {

/// What the server tells about its work. Every onStarted is followed by one onServed on the same
/// reactor; a refusal by the server itself comes in between. Called on the reactors' threads,
/// possibly at once; \a reactor (0 … workers − 1) lets an implementation keep one set of counters a
/// thread. Must not block.
class RequestObserver
{
public:
    struct Served
    {
        std::size_t reactor = 0;
        std::optional<Method> method; ///< nothing: the server does not know it or read none
        std::string_view route;       ///< the path's pattern, whatever the method; "": none
        int status = 200;             ///< 0: the connection ended before there was an answer
        /// Head read to answer handed to the socket; of half a head: from its first byte.
        std::chrono::nanoseconds duration{0};
        std::size_t bodyBytes = 0;
        /// Never null. Of a refused head: id, peer and, if they were read, path and
        /// X-Forwarded-For.
        const Request *request = nullptr;
        std::string_view foreignMethod = ""; ///< as sent, for lack of \a method; "" when unread
    };

    RequestObserver() = default;
    RequestObserver(const RequestObserver &) = delete;
    RequestObserver &operator=(const RequestObserver &) = delete;
    virtual ~RequestObserver() = default;

    virtual void onStarted(std::size_t reactor) = 0; ///< a request is in flight
    virtual void onServed(const Served &served) = 0; ///< and is not any more
    virtual void onRefused(std::size_t reactor,
                           std::string_view reason) = 0; ///< code of the refusal
    virtual void onConnectionOpened(std::size_t reactor) = 0;
    virtual void onConnectionClosed(std::size_t reactor) = 0;
};

} // namespace resync::http
