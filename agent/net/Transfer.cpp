// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/Transfer.h"

#include <utility>

namespace resync::net {

namespace {

ErrorKind kindOf(CURLcode code)
{
    switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
        return ErrorKind::Timeout;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_SSL_CACERT_BADFILE:
        return ErrorKind::InvalidInput;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_HTTP2:
    case CURLE_WRITE_ERROR:
        return ErrorKind::Protocol;
    case CURLE_ABORTED_BY_CALLBACK:
        return ErrorKind::Cancelled;
    default:
        return ErrorKind::Unavailable; // host, connection, TLS, cut off in the middle
    }
}

std::string header(CURL *handle, const char *name)
{
    curl_header *found = nullptr;
    const auto result = curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &found);
    return result == CURLHE_OK ? std::string(found->value) : std::string();
}

} // namespace

Transfer::Transfer(HttpRequest request, Callback<HttpResponse> done)
    : m_request(std::move(request))
    , m_done(std::move(done))
{}

Transfer::~Transfer()
{
    curl_easy_cleanup(m_handle);
    curl_slist_free_all(m_headers);
}

CURL *Transfer::start()
{
    m_started = std::chrono::steady_clock::now();
    m_lastByte = m_started;
    m_handle = curl_easy_init();
    if (m_handle == nullptr)
        return nullptr;
    setUpRequest();
    setUpConnection();
    return m_handle;
}

void Transfer::setUpRequest()
{
    for (const auto &line : m_request.headers)
        m_headers = curl_slist_append(m_headers, line.c_str());
    m_headers = curl_slist_append(m_headers, "Expect:"); // bodies are small, no 100-continue
    curl_easy_setopt(m_handle, CURLOPT_PRIVATE, this);
    curl_easy_setopt(m_handle, CURLOPT_URL, m_request.url.c_str());
    curl_easy_setopt(m_handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(m_handle, CURLOPT_CUSTOMREQUEST, m_request.method.c_str());
    curl_easy_setopt(m_handle, CURLOPT_HTTPHEADER, m_headers);
    curl_easy_setopt(m_handle, CURLOPT_ACCEPT_ENCODING, "");
    if (!m_request.body.empty() || m_request.method == "POST" || m_request.method == "PUT") {
        curl_easy_setopt(m_handle, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(m_request.body.size()));
        curl_easy_setopt(m_handle, CURLOPT_POSTFIELDS, m_request.body.c_str());
    }
    if (!m_request.bearer.empty()) {
        curl_easy_setopt(m_handle, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        curl_easy_setopt(m_handle, CURLOPT_XOAUTH2_BEARER, m_request.bearer.c_str());
    } else if (!m_request.user.empty()) {
        curl_easy_setopt(m_handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
        curl_easy_setopt(m_handle, CURLOPT_USERNAME, m_request.user.c_str());
        curl_easy_setopt(m_handle, CURLOPT_PASSWORD, m_request.password.c_str());
    }
    curl_easy_setopt(m_handle, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(m_handle, CURLOPT_WRITEDATA, this);
}

void Transfer::setUpConnection()
{
    curl_easy_setopt(m_handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(m_handle, CURLOPT_QUICK_EXIT, 1L); // do not wait for a slow resolver's thread
    curl_easy_setopt(m_handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(m_handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(m_handle, CURLOPT_PROXY, ""); // engines are inside; no proxy by environment
    curl_easy_setopt(m_handle, CURLOPT_ERRORBUFFER, m_message.data());
    curl_easy_setopt(m_handle, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(m_request.connectTimeout.count()));
    curl_easy_setopt(m_handle, CURLOPT_TIMEOUT_MS,
                     static_cast<long>(m_request.totalTimeout.count()));
    curl_easy_setopt(m_handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(m_handle, CURLOPT_XFERINFOFUNCTION, onProgress);
    curl_easy_setopt(m_handle, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYPEER, m_request.tls.verifyCertificate ? 1L : 0L);
    const bool isNameChecked = m_request.tls.verifyCertificate && m_request.tls.verifyHostname;
    curl_easy_setopt(m_handle, CURLOPT_SSL_VERIFYHOST, isNameChecked ? 2L : 0L);
    if (!m_request.tls.caFile.empty())
        curl_easy_setopt(m_handle, CURLOPT_CAINFO, m_request.tls.caFile.c_str());
}

std::size_t Transfer::onBody(char *data, std::size_t size, std::size_t count, void *self)
{
    auto *transfer = static_cast<Transfer *>(self);
    const std::size_t bytes = size * count;
    if (transfer->m_body.size() + bytes > transfer->m_request.maxBodyBytes) {
        transfer->m_isTooLarge = true;
        return 0; // ends the transfer with CURLE_WRITE_ERROR
    }
    transfer->m_body.append(data, bytes);
    return bytes;
}

/// Called about once a second, and with every portion (CURLOPT_XFERINFOFUNCTION).
int Transfer::onProgress(void *self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t sent)
{
    auto *transfer = static_cast<Transfer *>(self);
    const auto now = std::chrono::steady_clock::now();
    if (received + sent != transfer->m_bytesSeen) {
        transfer->m_bytesSeen = received + sent;
        transfer->m_lastByte = now;
    }
    transfer->m_wasSilent = now - transfer->m_lastByte > transfer->m_request.silenceTimeout;
    return transfer->m_wasSilent ? 1 : 0;
}

void Transfer::finish(CURLcode code)
{
    if (code == CURLE_OK)
        m_done(takeResponse());
    else
        m_done(tl::unexpected<Error>(error(code)));
}

void Transfer::cancel()
{
    m_done(resync::fail(ErrorKind::Cancelled, "the client is going away"));
}

HttpResponse Transfer::takeResponse()
{
    HttpResponse answer;
    long status = 0;
    curl_easy_getinfo(m_handle, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    answer.contentType = header(m_handle, "Content-Type");
    answer.date = header(m_handle, "Date");
    answer.body = std::move(m_body);
    answer.elapsed =
        std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() - m_started);
    return answer;
}

Error Transfer::error(CURLcode code) const
{
    if (m_isTooLarge)
        return {ErrorKind::Protocol,
                {},
                "the answer is larger than " + std::to_string(m_request.maxBodyBytes >> 20) +
                    " MiB"};
    if (m_wasSilent)
        return {ErrorKind::Timeout,
                {},
                "no byte for " + std::to_string(m_request.silenceTimeout.count()) + " ms"};
    const char *text = m_message[0] != '\0' ? m_message.data() : curl_easy_strerror(code);
    return {kindOf(code), {}, text};
}

} // namespace resync::net
