// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace resync::access {

/// The proxies whose X-Forwarded-For is believed. Thread: any; constant.
class TrustedProxies
{
public:
    /// \param texts addresses and networks: "10.0.0.7", "10.1.0.0/16", "fd00::/8"
    /// InvalidInput: the message names the text that is neither.
    [[nodiscard]] static Result<TrustedProxies> parse(const std::vector<std::string> &texts);

    [[nodiscard]] bool contains(std::string_view address) const;

    /// Where a request comes from: \a peer, or when that is one of ours, the rightmost address of
    /// \a forwardedFor (all X-Forwarded-For headers in their order) that is not. What stands left
    /// of it, or of something that is no address, anybody can have written and is not believed.
    [[nodiscard]] std::string clientAddress(
        std::string_view peer, const std::vector<std::string_view> &forwardedFor) const;

private:
    using Address = std::array<unsigned char, 16>; ///< IPv4 as ::ffff:a.b.c.d
    struct Network
    {
        Address address{};
        std::size_t bits = 128;
    };

    [[nodiscard]] bool contains(const Address &address) const;

    std::vector<Network> m_networks;
};

} // namespace resync::access
