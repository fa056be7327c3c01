// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/TrustedProxies.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <optional>

namespace resync::access {

namespace {

using Bytes = std::array<unsigned char, 16>;
constexpr std::size_t MappedBits = 96; ///< of ::ffff:0:0/96, in which IPv4 lives

struct Parsed
{
    Bytes bytes{};
    bool isV4 = false;
};

std::optional<Parsed> parseAddress(std::string_view view)
{
    const std::string text(view); // NUL-terminated
    Parsed parsed;
    in_addr v4{};
    if (::inet_pton(AF_INET, text.c_str(), &v4) == 1) {
        parsed.isV4 = true;
        parsed.bytes[10] = parsed.bytes[11] = 0xFF;
        std::memcpy(parsed.bytes.data() + 12, &v4, sizeof v4);
        return parsed;
    }
    if (::inet_pton(AF_INET6, text.c_str(), parsed.bytes.data()) == 1)
        return parsed;
    return std::nullopt;
}

/// Some proxies send a port along: "10.0.0.1:4711", "[fd00::1]:4711".
std::string_view withoutPort(std::string_view text)
{
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        return end == std::string_view::npos ? text : text.substr(1, end - 1);
    }
    return std::count(text.begin(), text.end(), ':') == 1 ? text.substr(0, text.find(':')) : text;
}

/// As a peer's address is written, so that an account's lock cannot be dodged by spelling.
std::string canonical(const Bytes &bytes)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    constexpr Bytes Mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    const bool isV4 = std::equal(bytes.begin(), bytes.begin() + 12, Mapped.begin());
    if (isV4)
        ::inet_ntop(AF_INET, bytes.data() + 12, text.data(), text.size());
    else
        ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

} // namespace

Result<TrustedProxies> TrustedProxies::parse(const std::vector<std::string> &texts)
{
    TrustedProxies proxies;
    for (const std::string &text : texts) {
        const auto slash = text.find('/');
        const auto address = parseAddress(trimmed(std::string_view(text).substr(0, slash)));
        const std::size_t most = address && address->isV4 ? 32 : 128;
        const auto bits = slash == std::string::npos
                              ? std::optional<unsigned long long>(most)
                              : parseNatural(trimmed(std::string_view(text).substr(slash + 1)));
        if (!address || !bits || *bits > most)
            return fail(ErrorKind::InvalidInput, text + " is neither an address nor a network");
        proxies.m_networks.push_back({address->bytes, *bits + (address->isV4 ? MappedBits : 0)});
    }
    return proxies;
}

bool TrustedProxies::contains(std::string_view address) const
{
    const auto parsed = parseAddress(address);
    return parsed && contains(parsed->bytes);
}

bool TrustedProxies::contains(const Address &address) const
{
    return std::any_of(m_networks.begin(), m_networks.end(), [&](const Network &network) {
        const std::size_t whole = network.bits / 8;
        if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                        network.address.begin()))
            return false;
        const std::size_t rest = network.bits % 8;
        return rest == 0 ||
               (address.at(whole) >> (8 - rest)) == (network.address.at(whole) >> (8 - rest));
    });
}

std::string TrustedProxies::clientAddress(std::string_view peer,
                                          const std::vector<std::string_view> &forwardedFor) const
{
    std::string client(peer);
    if (m_networks.empty() || !contains(peer))
        return client;
    for (auto header = forwardedFor.rbegin(); header != forwardedFor.rend(); ++header) {
        const auto hops = split(*header, ',');
        for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
            const auto address = parseAddress(withoutPort(trimmed(*hop)));
            if (!address)
                return client;
            client = canonical(address->bytes);
            if (!contains(address->bytes))
                return client;
        }
    }
    return client;
}

} // namespace resync::access
