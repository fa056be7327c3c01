// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/BrowserGuard.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <utility>

namespace resync::access {

namespace {

/// "https://Console.example:8443" and "Console.example:8443" → "console.example"; "[::1]:8000" →
/// "[::1]".
std::string hostOf(std::string_view text)
{
    if (const auto scheme = text.find("://"); scheme != std::string_view::npos)
        text.remove_prefix(scheme + 3);
    const auto bracket = text.starts_with('[') ? text.find(']') : std::string_view::npos;
    const auto end = bracket != std::string_view::npos ? bracket + 1 : text.find(':');
    return toLower(text.substr(0, end));
}

bool isAddress(std::string_view host)
{
    return host.starts_with('[') ||
           (!host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos);
}

} // namespace

BrowserGuard::BrowserGuard(std::vector<std::string> hosts)
{
    setHosts(std::move(hosts));
}

void BrowserGuard::setHosts(std::vector<std::string> hosts)
{
    for (std::string &host : hosts)
        host = toLower(host);
    m_hosts.store(std::make_shared<const std::vector<std::string>>(std::move(hosts)));
}

bool BrowserGuard::allows(const BrowserHeaders &headers, bool isMutation) const
{
    if (headers.origin == nullptr && headers.fetchSite == nullptr)
        return true; // not a browser
    const std::string host = headers.host != nullptr ? hostOf(*headers.host) : std::string();
    if (headers.isAmbiguous || !isOurs(host))
        return false;
    if (!isMutation)
        return true;
    const bool isOwnSite = headers.fetchSite == nullptr || *headers.fetchSite == "same-origin" ||
                           *headers.fetchSite == "none";
    if (headers.origin == nullptr)
        return isOwnSite;
    const std::string origin = hostOf(*headers.origin);
    if (origin == host) // of another port: the same site
        return isOwnSite || *headers.fetchSite == "same-site";
    return isNamed(origin); // a proxy may have put another Host in
}

bool BrowserGuard::isOurs(std::string_view host) const
{
    return host == "localhost" || isAddress(host) || isNamed(host);
}

bool BrowserGuard::isNamed(std::string_view host) const
{
    const auto hosts = m_hosts.load();
    return std::find(hosts->begin(), hosts->end(), host) != hosts->end();
}

} // namespace resync::access
