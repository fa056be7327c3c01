// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/ConnectionLimits.h"

#include <utility>

namespace resync::http {

namespace {

bool isLoopback(std::string_view address)
{
    return address.substr(0, 4) == "127." || address == "::1";
}

} // namespace

ConnectionLimits::Ticket::Ticket(std::shared_ptr<ConnectionLimits> limits, std::string address,
                                 bool isAccepted)
    : m_limits(std::move(limits))
    , m_address(std::move(address))
    , m_isAccepted(isAccepted)
{}

ConnectionLimits::Ticket::~Ticket()
{
    if (m_limits != nullptr)
        m_limits->release(m_address, m_isAccepted);
}

ConnectionLimits::ConnectionLimits(std::size_t maxTotal, std::size_t maxPerAddress)
    : m_maxTotal(maxTotal)
    , m_maxPerAddress(maxPerAddress)
{}

std::optional<ConnectionLimits::Ticket> ConnectionLimits::admit(const std::string &address)
{
    const std::scoped_lock lock(m_mutex);
    std::size_t &ofAddress = m_byAddress[address];
    const bool isAccepted =
        m_accepted < m_maxTotal && (ofAddress < m_maxPerAddress || isLoopback(address));
    if (isAccepted) {
        ++ofAddress;
        ++m_accepted;
        return Ticket(shared_from_this(), address, true);
    }
    if (ofAddress == 0)
        m_byAddress.erase(address);
    if (m_refused >= MaxRefused)
        return std::nullopt;
    ++m_refused;
    return Ticket(shared_from_this(), address, false);
}

void ConnectionLimits::release(const std::string &address, bool wasAccepted)
{
    const std::scoped_lock lock(m_mutex);
    if (!wasAccepted) {
        --m_refused;
        return;
    }
    --m_accepted;
    const auto entry = m_byAddress.find(address);
    if (--entry->second == 0)
        m_byAddress.erase(entry);
}

} // namespace resync::http
