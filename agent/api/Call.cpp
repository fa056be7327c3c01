// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Call.h"

#include "agent/api/Answer.h"
#include "agent/api/Gzip.h"

#include <algorithm>

namespace resync::api {

namespace {

constexpr std::size_t SmallestBodyToCompress = 1024;

bool hasHeader(const http::Response &response, std::string_view name)
{
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const http::Header &header) { return header.name == name; });
}

} // namespace

void Call::send(http::Response response)
{
    if (caller || request.header("Authorization") != nullptr)
        response.headers.push_back({"Cache-Control", "no-store"});
    if (!hasHeader(response, "Vary"))
        response.headers.push_back({"Vary", "Accept-Encoding, Authorization"});
    const bool isLarge = response.body && response.body->size() >= SmallestBodyToCompress;
    if (isLarge && !hasHeader(response, "Content-Encoding") && acceptsGzip(request)) {
        response.body = std::make_shared<const std::string>(gzip(*response.body));
        response.headers.push_back({"Content-Encoding", "gzip"});
    }
    responder.send(std::move(response));
}

} // namespace resync::api
