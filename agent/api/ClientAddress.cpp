// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/ClientAddress.h"

#include "shared/core/Text.h"

#include <string_view>
#include <vector>

namespace resync::api {

/// Without the header, as nearly always, nothing has to be looked up.
std::string clientAddress(const access::Authenticator &authenticator, const http::Request &request)
{
    std::vector<std::string_view> values;
    for (const http::Header &header : request.headers) {
        if (equalsIgnoringCase(header.name, "X-Forwarded-For"))
            values.push_back(header.value);
    }
    return values.empty() ? request.peerAddress
                          : authenticator.clientAddress(request.peerAddress, values);
}

} // namespace resync::api
