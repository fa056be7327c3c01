// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpRequest.h"
#include "agent/net/HttpResponse.h"
#include "shared/core/Result.h"

#include <cstdint>
#include <memory>

namespace resync::net {

/// Every outbound HTTP transfer of the process: one thread, one connection pool.
///
/// A transfer waits until its destination has a free slot; its clock starts then. HTTP/1.1 only;
/// redirects are answers like any other; proxies of the environment are not used; gzip and deflate
/// are decoded. Any status is a value; errors are
/// - Unavailable: no connection within the connect timeout, TLS refused, cut off;
/// - Timeout: silent for longer than the read timeout, or not complete within the total;
/// - Protocol: not HTTP, or larger than the request allows;
/// - InvalidInput: the request cannot be sent as it is (URL, CA file);
/// - Cancelled.
/// Their messages say what was seen, without URL and credentials.
/// Thread: any. Answers come exactly once, on the client's thread, and must not block there.
class HttpClient
{
public:
    using TransferId = std::uint64_t;

    HttpClient();
    /// Answers Cancelled to all that is under way or waiting, and joins without waiting for peers.
    ~HttpClient();
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;

    /// Transfers at once to \a destination, at least 1; 4 until set. Running ones are not cut.
    void setSlots(Destination destination, int count);

    TransferId send(HttpRequest request, Callback<HttpResponse> done);
    /// The transfer answers Cancelled unless its answer is on the way already.
    void cancel(TransferId id);

private:
    class Worker;
    std::unique_ptr<Worker> m_worker;
};

} // namespace resync::net
