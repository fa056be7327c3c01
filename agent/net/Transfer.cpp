// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/Transfer.h"

#include "agent/net/CurlError.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace resync::net {

namespace {

constexpr std::size_t MaxHeaderBytes = 64U << 10U;
/// A JSON parser reads a little beyond the end; with room there it need not copy the body.
constexpr std::size_t ParserPadding = 64;

long toLong(milliseconds span)
{
    return static_cast<long>(std::max<milliseconds::rep>(span.count(), 1));
}

CURLcode firstFailure(std::initializer_list<CURLcode> codes)
{
    const auto *at =
        std::find_if(codes.begin(), codes.end(), [](CURLcode code) { return code != CURLE_OK; });
    return at == codes.end() ? CURLE_OK : *at;
}

template<typename Value>
CURLcode set(CURL *easy, CURLoption option, Value value)
{
    return curl_easy_setopt(easy, option, value);
}

bool isStatusLine(std::string_view line)
{
    return line.substr(0, 5) == "HTTP/";
}

} // namespace

Transfer::Transfer(HttpClient::TransferId id, HttpRequest request, Callback<HttpResponse> done)
    : m_id(id)
    , m_request(std::move(request))
    , m_done(std::move(done))
{}

CURLcode Transfer::prepare()
{
    m_easy.reset(curl_easy_init());
    if (!m_easy)
        return CURLE_OUT_OF_MEMORY;
    for (const auto step :
         {&Transfer::prepareTarget, &Transfer::prepareLimits, &Transfer::prepareTls,
          &Transfer::prepareCredentials, &Transfer::prepareBody, &Transfer::prepareHeaders})
        if (const CURLcode code = (this->*step)(); code != CURLE_OK)
            return code;
    return CURLE_OK;
}

CURLcode Transfer::prepareTarget()
{
    CURL *easy = m_easy.get();
    return firstFailure({set(easy, CURLOPT_URL, m_request.url.c_str()),
                         set(easy, CURLOPT_PROTOCOLS_STR, "http,https"),
                         set(easy, CURLOPT_HTTP_VERSION, long{CURL_HTTP_VERSION_1_1}),
                         set(easy, CURLOPT_FOLLOWLOCATION, 0L), set(easy, CURLOPT_PROXY, ""),
                         set(easy, CURLOPT_ACCEPT_ENCODING, ""), set(easy, CURLOPT_NOSIGNAL, 1L),
                         set(easy, CURLOPT_QUICK_EXIT, 1L), set(easy, CURLOPT_PRIVATE, this),
                         set(easy, CURLOPT_ERRORBUFFER, m_errorText),
                         set(easy, CURLOPT_HEADERFUNCTION, &Transfer::onHeader),
                         set(easy, CURLOPT_HEADERDATA, this),
                         set(easy, CURLOPT_WRITEFUNCTION, &Transfer::onBody),
                         set(easy, CURLOPT_WRITEDATA, this),
                         set(easy, CURLOPT_PREREQFUNCTION, &Transfer::onConnected),
                         set(easy, CURLOPT_PREREQDATA, this)});
}

CURLcode Transfer::prepareLimits()
{
    return firstFailure(
        {set(m_easy.get(), CURLOPT_CONNECTTIMEOUT_MS, toLong(m_request.timeouts.connect)),
         set(m_easy.get(), CURLOPT_TIMEOUT_MS, toLong(m_request.timeouts.total))});
}

CURLcode Transfer::prepareTls()
{
    const TlsOptions &tls = m_request.tls;
    CURL *easy = m_easy.get();
    const bool checksName = tls.verifyPeer && tls.verifyHostName;
    return firstFailure(
        {set(easy, CURLOPT_SSL_VERIFYPEER, tls.verifyPeer ? 1L : 0L),
         set(easy, CURLOPT_SSL_VERIFYHOST, checksName ? 2L : 0L),
         tls.caFile.empty() ? CURLE_OK : set(easy, CURLOPT_CAINFO, tls.caFile.c_str())});
}

CURLcode Transfer::prepareCredentials()
{
    const Credentials &who = m_request.credentials;
    CURL *easy = m_easy.get();
    if (!who.bearerToken.empty())
        return firstFailure({set(easy, CURLOPT_HTTPAUTH, CURLAUTH_BEARER),
                             set(easy, CURLOPT_XOAUTH2_BEARER, who.bearerToken.c_str())});
    if (who.user.empty())
        return CURLE_OK;
    return firstFailure({set(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC),
                         set(easy, CURLOPT_USERNAME, who.user.c_str()),
                         set(easy, CURLOPT_PASSWORD, who.password.c_str())});
}

CURLcode Transfer::prepareBody()
{
    CURL *easy = m_easy.get();
    if (m_request.body.empty() && m_request.method == "GET")
        return CURLE_OK;
    if (m_request.body.empty() && m_request.method == "HEAD")
        return set(easy, CURLOPT_NOBODY, 1L);
    return firstFailure(
        {set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_request.body.size())),
         set(easy, CURLOPT_POSTFIELDS, m_request.body.c_str()),
         set(easy, CURLOPT_CUSTOMREQUEST, m_request.method.c_str())});
}

CURLcode Transfer::prepareHeaders()
{
    std::vector<std::string> lines = {"Expect:"}; // no 100-continue round trip
    for (const HttpHeader &header : m_request.headers)
        lines.push_back(header.name + ": " + header.value);
    for (const std::string &line : lines) {
        curl_slist *list = curl_slist_append(m_headers.get(), line.c_str());
        if (list == nullptr)
            return CURLE_OUT_OF_MEMORY;
        static_cast<void>(m_headers.release());
        m_headers.reset(list);
    }
    return set(m_easy.get(), CURLOPT_HTTPHEADER, m_headers.get());
}

std::optional<Transfer::TimePoint> Transfer::silenceDeadline() const
{
    return m_lastActivity ? std::optional(*m_lastActivity + m_request.timeouts.read) : std::nullopt;
}

int Transfer::onConnected(void *self, char *, char *, int, int)
{
    static_cast<Transfer *>(self)->touch();
    return CURL_PREREQFUNC_OK;
}

std::size_t Transfer::onHeader(char *data, std::size_t size, std::size_t count, void *self)
{
    const std::size_t bytes = size * count;
    return static_cast<Transfer *>(self)->takeHeader({data, bytes}) ? bytes : 0;
}

std::size_t Transfer::onBody(char *data, std::size_t size, std::size_t count, void *self)
{
    const std::size_t bytes = size * count;
    return static_cast<Transfer *>(self)->takeBody({data, bytes}) ? bytes : 0;
}

bool Transfer::takeHeader(std::string_view line)
{
    touch();
    m_headerBytes += line.size();
    if (m_headerBytes > MaxHeaderBytes) {
        m_isTooLarge = true;
        return false;
    }
    if (isStatusLine(line)) // the final answer follows an interim one
        m_response.headers.clear();
    else if (const auto colon = line.find(':'); colon != std::string_view::npos)
        m_response.headers.push_back({std::string(trimmed(line.substr(0, colon))),
                                      std::string(trimmed(line.substr(colon + 1)))});
    return true;
}

bool Transfer::takeBody(std::string_view bytes)
{
    touch();
    if (bytes.size() > m_request.maxBodyBytes - m_response.body.size()) {
        m_isTooLarge = true;
        return false;
    }
    if (m_response.body.empty())
        reserveBody();
    m_response.body.append(bytes);
    return true;
}

void Transfer::reserveBody()
{
    curl_off_t announced = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    if (announced > 0)
        m_response.body.reserve(
            std::min(static_cast<std::size_t>(announced), m_request.maxBodyBytes) + ParserPadding);
}

void Transfer::finish(CURLcode code)
{
    if (code == CURLE_OK) {
        long status = 0;
        curl_easy_getinfo(m_easy.get(), CURLINFO_RESPONSE_CODE, &status);
        m_response.status = static_cast<int>(status);
        return answer(std::move(m_response));
    }
    if (m_isTooLarge)
        return fail({ErrorKind::Protocol, {}, "the answer is larger than allowed"});
    long osError = 0;
    curl_easy_getinfo(m_easy.get(), CURLINFO_OS_ERRNO, &osError);
    fail(errorFromCurl(code, m_errorText, osError, m_lastActivity.has_value()));
}

void Transfer::fail(Error error)
{
    answer(tl::unexpected<Error>(std::move(error)));
}

void Transfer::answer(Result<HttpResponse> result)
{
    if (auto done = std::exchange(m_done, nullptr))
        done(std::move(result));
}

} // namespace resync::net
