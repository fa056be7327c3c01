// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Response.h"

#include <utility>

namespace resync::http {

Response Response::make(int status, std::string contentType, std::string body)
{
    return Response{
        status, std::move(contentType), {}, std::make_shared<const std::string>(std::move(body))};
}

} // namespace resync::http
