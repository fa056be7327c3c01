// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/HostPort.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <vector>

namespace resync::config {

namespace {

constexpr std::size_t MaxNameBytes = 253; // RFC 1035, as text
constexpr std::size_t MaxLabelBytes = 63;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || c == '_';
}

bool isLabel(std::string_view text)
{
    const auto fits = [](char c) { return isWord(c) || c == '-'; };
    return !text.empty() && text.size() <= MaxLabelBytes && isWord(text.front()) &&
           isWord(text.back()) && std::all_of(text.begin(), text.end(), fits);
}

/// \a address: room for what \a text stands for.
bool isAddress(int family, std::string_view text, void *address)
{
    const bool isWhole = text.find('\0') == std::string_view::npos;
    return isWhole && ::inet_pton(family, std::string(text).c_str(), address) == 1;
}

bool isIpv4(std::string_view text)
{
    in_addr ignored{};
    return isAddress(AF_INET, text, &ignored);
}

/// Also with the zone of a link-local address: "fe80::1%eth0".
bool isIpv6(std::string_view text)
{
    const auto percent = text.find('%');
    if (percent != std::string_view::npos && !isLabel(text.substr(percent + 1)))
        return false;
    in6_addr ignored{};
    return isAddress(AF_INET6, text.substr(0, percent), &ignored);
}

bool isName(std::string_view text)
{
    if (text.ends_with('.')) // the root
        text.remove_suffix(1);
    const auto labels = split(text, '.');
    const std::string_view last = labels.back();
    const bool isNumeric = std::all_of(last.begin(), last.end(), isDigit);
    return text.size() <= MaxNameBytes && !isNumeric &&
           std::all_of(labels.begin(), labels.end(), isLabel);
}

std::optional<std::uint16_t> parsePort(std::string_view text)
{
    const auto number = parseNatural(text);
    if (!number || *number < 1 || *number > 65535)
        return std::nullopt;
    return static_cast<std::uint16_t>(*number);
}

} // namespace

std::optional<std::string> parseHost(std::string_view text)
{
    const bool isBracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
    const std::string_view bare = isBracketed ? text.substr(1, text.size() - 2) : text;
    if (isIpv6(bare) || (!isBracketed && (isIpv4(bare) || isName(bare))))
        return std::string(bare);
    return std::nullopt;
}

std::optional<HostPort> parseHostPort(std::string_view text)
{
    const auto from = text.starts_with('[') ? text.find(']') : 0;
    const auto colon = from == std::string_view::npos ? from : text.find(':', from);
    const auto host = parseHost(text.substr(0, colon));
    if (!host)
        return std::nullopt;
    if (colon == std::string_view::npos)
        return HostPort{*host, std::nullopt};
    const auto port = parsePort(text.substr(colon + 1));
    return port ? std::optional(HostPort{*host, port}) : std::nullopt;
}

std::string toString(const HostPort &host)
{
    const bool needsBrackets = host.host.find(':') != std::string::npos;
    std::string text = needsBrackets ? '[' + host.host + ']' : host.host;
    return host.port ? text + ':' + std::to_string(*host.port) : text;
}

} // namespace resync::config
