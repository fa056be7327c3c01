// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpRequest.h"
#include "shared/core/Error.h"

#include <curl/curl.h>

#include <string_view>

namespace resync::net {

/// The one map from curl's codes to ours.
///
/// \param detail curl's own words; used for TLS trouble only, where they name the reason
/// \param osError errno of a failed connect, 0 if there is none
/// \param wasConnected whether the request had a connection; a timeout before that is Unavailable
[[nodiscard]] Error errorFromCurl(CURLcode code, std::string_view detail, long osError,
                                  bool wasConnected);

} // namespace resync::net
