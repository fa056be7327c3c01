// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/PlaintextWatch.h"

#include "shared/core/Log.h"

namespace resync::access {

namespace {

constexpr std::int64_t LogInterval = 10LL * 60 * 1000; ///< milliseconds

} // namespace

void PlaintextWatch::note(std::string_view address)
{
    const std::int64_t now = m_clock.now().time_since_epoch().count();
    m_lastSeen = now;
    std::int64_t last = m_lastLogged;
    if (last != 0 && now - last < LogInterval)
        return;
    if (m_lastLogged.compare_exchange_strong(last, now))
        log::warning("access",
                     "credentials came over plain HTTP: use TLS, name the proxy in "
                     "TRUSTED_PROXIES, or set ALLOW_PLAINTEXT_AUTH=true",
                     {{"from", address}});
}

std::optional<Instant> PlaintextWatch::lastSeenAt() const
{
    const std::int64_t seen = m_lastSeen;
    if (seen == 0)
        return std::nullopt;
    return Instant(milliseconds(seen));
}

bool isLoopback(std::string_view address)
{
    constexpr std::string_view Mapped = "::ffff:";
    if (address.starts_with(Mapped))
        address.remove_prefix(Mapped.size());
    return address == "::1" || address.starts_with("127.");
}

} // namespace resync::access
