// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Authenticator.h"
#include "agent/api/Access.h"
#include "agent/http/Responder.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace resync::api {

/// A request that has passed its route's access check, with the duty to answer it.
struct Call
{
    const http::Request &request; ///< valid until the responder has answered
    http::Responder responder;
    std::optional<access::Identity> caller; ///< none: anonymous
    std::string address{};                  ///< where it comes from, behind proxies of ours
    Access access = Access::Anyone;         ///< that the route asks for
    std::vector<http::Header> headers{};    ///< further ones of whatever answer is sent

    /// For the audit: the caller's name, or that there is none.
    [[nodiscard]] std::string_view who() const;

    /// Adds what every answer of the API carries; compresses a large body that is still plain.
    void send(http::Response response);
};

using SharedCall = std::shared_ptr<Call>;

} // namespace resync::api
