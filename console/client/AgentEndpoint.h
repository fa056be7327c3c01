// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/ConnectionState.h"

#include <QString>
#include <QUrl>

namespace resync::console {

/// Where one Resync agent listens, and what is allowed on the way. Holds no password.
struct AgentEndpoint
{
    QUrl url;                    ///< "https://resync.fin.example:8443"; a path is kept as prefix
    QString user;                ///< empty: no credentials are sent
    QString caFile;              ///< PEM; empty: the system's authorities
    bool allowPlainHttp = false; ///< http to a host other than loopback

    bool operator==(const AgentEndpoint &) const = default;
};

/// BadUrl, PlainHttpForbidden or None: what can be said before anything is sent.
[[nodiscard]] ConnectionTrouble checkEndpoint(const AgentEndpoint &endpoint);
/// "localhost", 127.0.0.0/8, ::1.
[[nodiscard]] bool isLoopbackHost(const QString &host);

} // namespace resync::console
