// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/net/HttpResponse.h"

#include "shared/core/Text.h"

namespace resync::net {

std::string_view HttpResponse::header(std::string_view name) const
{
    for (const HttpHeader &each : headers)
        if (equalsIgnoringCase(each.name, name))
            return each.value;
    return {};
}

} // namespace resync::net
