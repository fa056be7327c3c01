// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Authenticator.h"
#include "agent/http/Request.h"

#include <string>

namespace resync::api {

/// Where a request comes from, behind proxies of ours (TRUSTED_PROXIES), without port. Thread: any.
[[nodiscard]] std::string clientAddress(const access::Authenticator &authenticator,
                                        const http::Request &request);

} // namespace resync::api
