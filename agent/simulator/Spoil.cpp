// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Spoil.h"

#include <array>

namespace resync::simulator {

namespace {

constexpr std::size_t HugeFieldSize = 4U << 20U;

http::Response withBody(http::Response response, std::string body)
{
    response.body = std::make_shared<const std::string>(std::move(body));
    return response;
}

http::Response cutShort(http::Response response)
{
    std::string half = response.body->substr(0, response.body->size() / 2);
    response.isCutShort = true;
    return withBody(std::move(response), std::move(half));
}

/// The value of every member that holds one of the engine's words becomes a word unheard of.
std::string withUnknownWords(const std::string &body)
{
    static constexpr std::array<std::string_view, 7> Members = {
        "\"commonStatus\":\"", "\"lastRunCommonStatus\":\"", "\"status\":\"",
        "\"substatus\":\"",    "\"internalStatus\":\"",      "\"type\":\"",
        "\"alertLevel\":\""};
    std::string result;
    result.reserve(body.size());
    for (std::size_t at = 0; at < body.size();) {
        std::size_t copied = 1;
        for (std::string_view member : Members) {
            if (body[at] != '"' || body.compare(at, member.size(), member) != 0)
                continue;
            result.append(member).append("UNHEARD_OF");
            copied = 0;
            at = body.find('"', at + member.size());
            break;
        }
        result.append(body, at, copied);
        at += copied;
        if (copied == 0)
            result += body[at++]; // the quote that ends the word
    }
    return result;
}

std::string withHugeField(const std::string &body, std::size_t size)
{
    constexpr std::string_view Member = "\"name\":\"";
    std::string result = body;
    const std::size_t at = body.find(Member);
    if (at != std::string::npos)
        result.insert(at + Member.size(), size == 0 ? HugeFieldSize : size, 'X');
    return result;
}

} // namespace

http::Response spoilt(http::Response response, const Fault &fault)
{
    if (!response.body)
        return response;
    const std::shared_ptr<const std::string> body = response.body;
    switch (fault.kind) {
    case FaultKind::HalfBody:
        return cutShort(std::move(response));
    case FaultKind::UnknownWords:
        return withBody(std::move(response), withUnknownWords(*body));
    case FaultKind::HugeField: {
        const auto size = static_cast<std::size_t>(fault.value.count());
        return withBody(std::move(response), withHugeField(*body, size));
    }
    default:
        return response;
    }
}

} // namespace resync::simulator
