// SPDX-License-Identifier: GPL-3.0-or-later
// The values of one header on each line: Accept, Accept-Encoding, If-None-Match, Host, Origin,
// Sec-Fetch-Site, X-Forwarded-For (the rest).
#include "agent/access/BrowserGuard.h"
#include "agent/access/TrustedProxies.h"
#include "agent/api/Answer.h"
#include "tests/fuzz/Fuzz.h"

#include <string>
#include <string_view>
#include <vector>

using namespace resync;
using namespace resync::access;
using resync::fuzz::require;

namespace {

void checkNegotiation(const http::Request &request)
{
    const std::string *tags = request.header("If-None-Match");
    const bool isNamed = api::matchesEntityTag(request, "W/\"e-7-f\"");
    require(!isNamed || tags->find("\"e-7-f\"") != std::string::npos ||
                tags->find('*') != std::string::npos,
            "a tag that matches was named");
    const std::string *accepted = request.header("Accept");
    require(!api::prefersText(request) || accepted->find('/') != std::string::npos,
            "who prefers text says so");
    static_cast<void>(api::acceptsGzip(request));
}

/// A page of another host changes nothing, however its headers are spelt.
void checkBrowser(const http::Request &request)
{
    static const BrowserGuard guard({"resync.example.net"});
    BrowserHeaders headers{request.header("Host"), request.header("Origin"),
                           request.header("Sec-Fetch-Site")};
    const bool mayChange = guard.allows(headers, true);
    require(!mayChange || guard.allows(headers, false), "who may change may read");
    const std::string foreign = "https://elsewhere.example.org";
    headers.origin = &foreign;
    require(!guard.allows(headers, true), "a page of another host changes nothing");
}

void checkProxies(std::string_view rest)
{
    static const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "fd00::/9", "127.0.0.1"});
    std::vector<std::string_view> forwarded;
    while (!rest.empty())
        forwarded.push_back(fuzz::takeUntil(rest, '\n'));
    require(proxies->clientAddress("192.0.2.1", forwarded) == "192.0.2.1",
            "a stranger is believed nothing");
    const std::string client = proxies->clientAddress("10.0.0.1", forwarded);
    require(client.find_first_not_of("0123456789abcdef.:") == std::string::npos,
            "a client is an address");
    require(proxies->clientAddress("10.0.0.1", {client}) == client, "an address has one spelling");
    forwarded.push_back("198.51.100.7");
    require(proxies->clientAddress("10.0.0.1", forwarded) == "198.51.100.7",
            "what a stranger wrote himself is not believed");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    std::string_view rest = fuzz::textOf(data, size);
    http::Request request;
    for (const char *name :
         {"Accept", "Accept-Encoding", "If-None-Match", "Host", "Origin", "Sec-Fetch-Site"})
        request.headers.push_back({name, std::string(fuzz::takeUntil(rest, '\n'))});
    checkNegotiation(request);
    checkBrowser(request);
    checkProxies(rest);
    return 0;
}
