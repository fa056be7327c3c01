// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpClient.h"

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <optional>

namespace resync::net {

/// One request on its way: curl's handle, the answer as it grows, and when it last moved.
/// Thread: the client's.
class Transfer
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    Transfer(HttpClient::TransferId id, HttpRequest request, Callback<HttpResponse> done);
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    [[nodiscard]] HttpClient::TransferId id() const { return m_id; }
    [[nodiscard]] Destination destination() const { return m_request.destination; }
    [[nodiscard]] CURL *handle() const { return m_easy.get(); }

    /// Prepares the handle; the caller adds it to the multi handle. Not ok: out of memory.
    [[nodiscard]] CURLcode prepare();
    /// When the peer has been silent for too long; none before there is a connection, where curl's
    /// own connect timeout rules.
    [[nodiscard]] std::optional<TimePoint> silenceDeadline() const;

    /// Each answers the asker, once and for all.
    void finish(CURLcode code);
    void fail(Error error);

private:
    struct CloseEasy
    {
        void operator()(CURL *easy) const { curl_easy_cleanup(easy); }
    };
    struct FreeList
    {
        void operator()(curl_slist *list) const { curl_slist_free_all(list); }
    };

    static int onConnected(void *self, char *, char *, int, int);
    static std::size_t onHeader(char *data, std::size_t size, std::size_t count, void *self);
    static std::size_t onBody(char *data, std::size_t size, std::size_t count, void *self);

    [[nodiscard]] CURLcode prepareTarget();
    [[nodiscard]] CURLcode prepareLimits();
    [[nodiscard]] CURLcode prepareTls();
    [[nodiscard]] CURLcode prepareCredentials();
    [[nodiscard]] CURLcode prepareBody();
    [[nodiscard]] CURLcode prepareHeaders();
    bool takeHeader(std::string_view line);
    bool takeBody(std::string_view bytes);
    void reserveBody();
    void touch() { m_lastActivity = std::chrono::steady_clock::now(); }
    void answer(Result<HttpResponse> result);

    HttpClient::TransferId m_id;
    HttpRequest m_request;
    Callback<HttpResponse> m_done;
    HttpResponse m_response;
    std::size_t m_headerBytes = 0;
    bool m_isTooLarge = false;
    std::optional<TimePoint> m_lastActivity; ///< none: not connected yet
    char m_errorText[CURL_ERROR_SIZE] = {};
    std::unique_ptr<curl_slist, FreeList> m_headers;
    std::unique_ptr<CURL, CloseEasy> m_easy; ///< last: dies before what it points at
};

} // namespace resync::net
