// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/RequestParser.h"

#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <utility>

namespace resync::http {

namespace {
constexpr std::uint64_t MaxReserve = 64 * 1024;
} // namespace

void RequestParser::on_request_impl(boost::beast::http::verb /*method*/, Text methodText,
                                    Text target, int version, ErrorCode &error)
{
    const auto method = methodFromString(methodText);
    if (!method) {
        error = boost::beast::http::error::bad_method;
        return;
    }
    m_isHttp10 = version == 10;
    m_request.method = *method;
    m_request.target.assign(target.data(), target.size());
}

void RequestParser::on_response_impl(int /*code*/, Text /*reason*/, int /*version*/,
                                     ErrorCode &error)
{
    error = boost::beast::http::error::bad_version; // a request parser is never given a response
}

void RequestParser::on_field_impl(boost::beast::http::field /*field*/, Text name, Text value,
                                  ErrorCode & /*error*/)
{
    Header header;
    if (!m_spare.empty()) {
        header = std::move(m_spare.back());
        m_spare.pop_back();
    }
    header.name.assign(name.data(), name.size());
    header.value.assign(value.data(), value.size());
    m_request.headers.push_back(std::move(header));
}

void RequestParser::on_header_impl(ErrorCode & /*error*/) {}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t> &length,
                                      ErrorCode & /*error*/)
{
    if (m_isBodyKept && length)
        m_request.body.reserve(std::min(*length, MaxReserve)); // a claim costs its maker nothing
}

std::size_t RequestParser::on_body_impl(Text body, ErrorCode & /*error*/)
{
    if (m_isBodyKept)
        m_request.body.append(body.data(), body.size());
    return body.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t /*size*/, Text /*extensions*/,
                                         ErrorCode &error)
{
    error = boost::beast::http::error::bad_chunk; // it is never given a chunk
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t /*remain*/, Text /*body*/,
                                              ErrorCode &error)
{
    error = boost::beast::http::error::bad_chunk;
    return 0;
}

void RequestParser::on_finish_impl(ErrorCode & /*error*/) {}

} // namespace resync::http
