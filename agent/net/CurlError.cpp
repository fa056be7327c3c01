// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/CurlError.h"

#include <cerrno>
#include <string>

namespace resync::net {

namespace {

std::string_view connectTrouble(long osError)
{
    switch (osError) {
    case ECONNREFUSED:
        return "connection refused";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "no route to the host";
    case ECONNRESET:
        return "connection reset";
    default:
        return "cannot connect";
    }
}

Error error(ErrorKind kind, std::string_view message)
{
    return {kind, {}, std::string(message)};
}

Error cut(std::string_view message)
{
    return {ErrorKind::Unavailable, std::string(ConnectionCut), std::string(message)};
}

Error tlsError(std::string_view what, std::string_view detail)
{
    std::string message(what);
    if (!detail.empty())
        message += " (" + std::string(detail) + ')';
    return {ErrorKind::Unavailable, {}, std::move(message)};
}

} // namespace

Error errorFromCurl(CURLcode code, std::string_view detail, long osError, bool wasConnected)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return error(ErrorKind::Unavailable, "host name not found");
    case CURLE_COULDNT_CONNECT:
        return error(ErrorKind::Unavailable, connectTrouble(osError));
    case CURLE_OPERATION_TIMEDOUT:
        return wasConnected
                   ? error(ErrorKind::Timeout, "the answer did not end within the time limit")
                   : error(ErrorKind::Unavailable, "no connection within the connect timeout");
    case CURLE_SSL_CONNECT_ERROR:
        return tlsError("TLS handshake failed", detail);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
        return tlsError("TLS certificate not trusted", detail);
    case CURLE_SSL_CACERT_BADFILE:
        return error(ErrorKind::InvalidInput, "the CA file cannot be read");
    case CURLE_URL_MALFORMAT:
    case CURLE_BAD_FUNCTION_ARGUMENT:
        return error(ErrorKind::InvalidInput, "the address cannot be used");
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
        return cut("connection lost");
    case CURLE_GOT_NOTHING:
        return cut("connection closed without an answer");
    case CURLE_PARTIAL_FILE:
        return cut("connection closed in the middle of the answer");
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
        return error(ErrorKind::Protocol, "the answer is not HTTP");
    case CURLE_BAD_CONTENT_ENCODING:
        return error(ErrorKind::Protocol, "the answer cannot be decompressed");
    default:
        return {ErrorKind::Unavailable,
                {},
                "transfer failed (curl " + std::to_string(static_cast<int>(code)) + ")"};
    }
}

} // namespace resync::net
