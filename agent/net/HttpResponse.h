// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/net/HttpHeader.h"

#include <string>
#include <string_view>
#include <vector>

namespace resync::net {

struct HttpResponse
{
    int status = 0;
    std::vector<HttpHeader> headers; ///< of the final answer, as the server spelt them
    std::string body;                ///< decompressed

    /// The first header of that name, any case; empty when there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

} // namespace resync::net
