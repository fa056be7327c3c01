// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentHttp.h"
#include "console/client/ConnectionState.h"
#include "shared/core/Result.h"

#include <QString>

#include <string_view>

namespace resync::console {

/// What a status says about the connection as a whole, asked of a route that everyone may read:
/// None for 200 and 304.
[[nodiscard]] ConnectionTrouble troubleOf(const HttpAnswer &answer);
/// "HTTP 404" and the problem's code where there is one; for the technical detail.
[[nodiscard]] QString statusDetail(const HttpAnswer &answer);

/// The error that an answer or its absence is for one request. The code is the problem document's.
[[nodiscard]] Error errorOf(const HttpAnswer &answer);
[[nodiscard]] Error errorOf(const HttpFailure &failure);
[[nodiscard]] ErrorKind kindOf(ConnectionTrouble trouble);

/// The body of a 200 read by \a reader; other statuses and types are their error.
template<typename T>
[[nodiscard]] Result<T> readBody(const HttpAnswer &answer, Result<T> (*reader)(std::string_view))
{
    if (answer.status != 200)
        return tl::unexpected(errorOf(answer));
    if (!answer.contentType.startsWith("application/json"))
        return fail(ErrorKind::Protocol, "not JSON but " + answer.contentType.toStdString());
    return reader({answer.body.constData(), static_cast<std::size_t>(answer.body.size())});
}

} // namespace resync::console
