// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/AgentEndpoint.h"

#include <QHostAddress>

namespace resync::console {

ConnectionTrouble checkEndpoint(const AgentEndpoint &endpoint)
{
    const QUrl &url = endpoint.url;
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() ||
        (scheme != QStringLiteral("http") && scheme != QStringLiteral("https")))
        return ConnectionTrouble::BadUrl;
    if (scheme == QStringLiteral("http") && !endpoint.allowPlainHttp && !isLoopbackHost(url.host()))
        return ConnectionTrouble::PlainHttpForbidden;
    return ConnectionTrouble::None;
}

bool isLoopbackHost(const QString &host)
{
    if (host.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0)
        return true;
    const QHostAddress address(host);
    return !address.isNull() && address.isLoopback();
}

} // namespace resync::console
