// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Call.h"

#include "agent/access/Audit.h"
#include "agent/api/Answer.h"
#include "agent/api/Gzip.h"

#include <algorithm>
#include <utility>

namespace resync::api {

namespace {

constexpr std::size_t SmallestBodyToCompress = 1024;

bool hasHeader(const http::Response &response, std::string_view name)
{
    return std::any_of(response.headers.begin(), response.headers.end(),
                       [&](const http::Header &header) { return header.name == name; });
}

} // namespace

std::string_view Call::who() const
{
    return caller ? std::string_view(caller->name) : access::Nobody;
}

void Call::send(http::Response response)
{
    for (http::Header &header : headers)
        response.headers.push_back(std::move(header));
    headers.clear();
    if (caller && caller->renewed) {
        response.headers.push_back({"Resync-Token", caller->renewed->text});
        response.headers.push_back(
            {"Resync-Token-Expires-At", formatInstant(caller->renewed->expiresAt)});
    }
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
