// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpClient.h"

#include <curl/curl.h>

#include <memory>

namespace resync::net {

/// One exchange with its curl handle. Lives on the client's thread from start to answer.
class Transfer
{
public:
    Transfer(HttpRequest request, Callback<HttpResponse> done);
    ~Transfer();
    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    [[nodiscard]] Destination destination() const { return m_request.destination; }
    /// The handle, set up; its clock runs from here on.
    [[nodiscard]] CURL *start();
    /// Gives the answer that \a code means.
    void finish(CURLcode code);
    void cancel();

private:
    static std::size_t onBody(char *data, std::size_t size, std::size_t count, void *self);
    static int onProgress(void *self, curl_off_t total, curl_off_t now, curl_off_t,
                          curl_off_t sent);

    void setUpRequest();
    void setUpConnection();
    [[nodiscard]] HttpResponse takeResponse();
    [[nodiscard]] Error error(CURLcode code) const;

    HttpRequest m_request;
    Callback<HttpResponse> m_done;
    CURL *m_handle = nullptr;
    curl_slist *m_headers = nullptr;
    std::array<char, CURL_ERROR_SIZE> m_message{};
    std::string m_body;
    std::chrono::steady_clock::time_point m_started;
    std::chrono::steady_clock::time_point m_lastByte;
    curl_off_t m_bytesSeen = 0;
    bool m_wasSilent = false;
    bool m_isTooLarge = false;
};

} // namespace resync::net
