// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace resync::http {

/// Counts a server's connections, in all and by address. A connection holds a Ticket for as long as
/// it is open. Beyond the limits a few more are let in, to be told so; any further are dropped.
/// Thread: any.
class ConnectionLimits : public std::enable_shared_from_this<ConnectionLimits>
{
public:
    /// How many connections at once are refused in words before the rest is just closed.
    static constexpr std::size_t MaxRefused = 64;

    class Ticket
    {
    public:
        Ticket(std::shared_ptr<ConnectionLimits> limits, std::string address, bool isAccepted);
        Ticket(Ticket &&) noexcept = default;
        Ticket &operator=(Ticket &&) = delete;
        Ticket(const Ticket &) = delete;
        Ticket &operator=(const Ticket &) = delete;
        ~Ticket();

        [[nodiscard]] bool isAccepted() const { return m_isAccepted; }
        [[nodiscard]] const std::string &address() const { return m_address; }

    private:
        std::shared_ptr<ConnectionLimits> m_limits;
        std::string m_address;
        bool m_isAccepted = false;
    };

    ConnectionLimits(std::size_t maxTotal, std::size_t maxPerAddress);

    /// Nothing: close the connection without a word. \a address is textual; loopback addresses
    /// count towards the total only.
    [[nodiscard]] std::optional<Ticket> admit(const std::string &address);

private:
    void release(const std::string &address, bool wasAccepted);

    const std::size_t m_maxTotal;
    const std::size_t m_maxPerAddress;
    std::mutex m_mutex; ///< guards all below
    std::size_t m_accepted = 0;
    std::size_t m_refused = 0;
    std::unordered_map<std::string, std::size_t> m_byAddress; ///< accepted ones
};

} // namespace resync::http
