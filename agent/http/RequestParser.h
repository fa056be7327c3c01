// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"

#include <boost/beast/http/basic_parser.hpp>

#include <vector>

namespace resync::http {

/// Beast's parser, filling a Request in place. The head that it is fed has passed the
/// RequestPolicy; what is left to it is to split fields and to take a body that has a length. One
/// in chunks is for ChunkedBody. A new one for each message.
class RequestParser final : public boost::beast::http::basic_parser<true>
{
public:
    /// \a spare: used header fields, whose storage is taken before any is allocated.
    RequestParser(Request &request, std::vector<Header> &spare)
        : m_request(request)
        , m_spare(spare)
    {
        body_limit(boost::none);
        header_limit(HeaderLimit);
    }

    /// The body is counted against the limit but not kept.
    void ignoreBody() { m_isBodyKept = false; }
    /// Of the request line; once the head is done.
    [[nodiscard]] bool isHttp10() const { return m_isHttp10; }

private:
    /// Beast's own limit stays out of the way of the policy's.
    static constexpr std::uint32_t HeaderLimit = 1U << 30;

    using ErrorCode = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb method, Text methodText, Text target, int version,
                         ErrorCode &error) override;
    void on_response_impl(int code, Text reason, int version, ErrorCode &error) override;
    void on_field_impl(boost::beast::http::field field, Text name, Text value,
                       ErrorCode &error) override;
    void on_header_impl(ErrorCode &error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, ErrorCode &error) override;
    std::size_t on_body_impl(Text body, ErrorCode &error) override;
    void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode &error) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, Text body, ErrorCode &error) override;
    void on_finish_impl(ErrorCode &error) override;

    Request &m_request;
    std::vector<Header> &m_spare;
    bool m_isHttp10 = false;
    bool m_isBodyKept = true;
};

} // namespace resync::http
