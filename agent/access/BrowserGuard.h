// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace resync::access {

/// The headers by which a browser gives itself away; nullptr: not sent.
struct BrowserHeaders
{
    const std::string *host = nullptr;
    const std::string *origin = nullptr;    ///< Origin (RFC 6454)
    const std::string *fetchSite = nullptr; ///< Sec-Fetch-Site (Fetch Metadata)
    bool isAmbiguous = false;               ///< one of them came twice, which no browser does
};

/// Keeps other people's web pages from using an operator's browser. A browser must have come by a
/// name that is ours (else a page could rebind its own name to this address), and may change
/// something only from a page of the same host, which the browser does not call another site, or of
/// one that was named to be ours. Programs send neither header and are not concerned. Thread: any.
class BrowserGuard
{
public:
    /// \param hosts names beside localhost and IP literals, which are always allowed; without ports
    explicit BrowserGuard(std::vector<std::string> hosts);

    /// Takes the place of those before.
    void setHosts(std::vector<std::string> hosts);

    [[nodiscard]] bool allows(const BrowserHeaders &headers, bool isMutation) const;

private:
    [[nodiscard]] bool isOurs(std::string_view host) const;
    [[nodiscard]] bool isNamed(std::string_view host) const;

    std::atomic<std::shared_ptr<const std::vector<std::string>>> m_hosts; ///< lower case
};

} // namespace resync::access
