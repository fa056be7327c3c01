// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/ConnectionState.h"

#include <QCoreApplication>

namespace resync::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ConnectionState)
};

} // namespace

bool isPersistent(ConnectionTrouble trouble)
{
    return trouble >= ConnectionTrouble::Tls;
}

QString describe(ConnectionTrouble trouble)
{
    switch (trouble) {
    case ConnectionTrouble::None:
        return {};
    case ConnectionTrouble::Refused:
        return Texts::tr("Nothing listens at this address.");
    case ConnectionTrouble::Unreachable:
        return Texts::tr("The connection to the Resync agent broke.");
    case ConnectionTrouble::HostNotFound:
        return Texts::tr("The host name is not known.");
    case ConnectionTrouble::Timeout:
        return Texts::tr("The Resync agent does not answer.");
    case ConnectionTrouble::ServerError:
        return Texts::tr("The Resync agent, or a proxy before it, reports an internal error.");
    case ConnectionTrouble::Protocol:
        return Texts::tr(
            "The Resync agent answered with something this console does not understand.");
    case ConnectionTrouble::Tls:
        return Texts::tr("The certificate of the Resync agent is not trusted.");
    case ConnectionTrouble::Unauthorized:
        return Texts::tr("The Resync agent refused the user name or the password.");
    case ConnectionTrouble::Forbidden:
        return Texts::tr("This user may not read from the Resync agent.");
    case ConnectionTrouble::LockedOut:
        return Texts::tr(
            "Too many failed sign-ins; the Resync agent refuses this user for a while.");
    case ConnectionTrouble::NotAResyncAgent:
        return Texts::tr("Something answers there, but it is not a Resync agent.");
    case ConnectionTrouble::PlainHttpForbidden:
        return Texts::tr("This connection would send the password unencrypted, and its settings do "
                         "not allow that.");
    case ConnectionTrouble::BadUrl:
        break;
    }
    return Texts::tr("The address is not a URL such as https://host:8443.");
}

QString describe(ConnectionPhase phase)
{
    switch (phase) {
    case ConnectionPhase::Disconnected:
        return Texts::tr("Not connected");
    case ConnectionPhase::Connecting:
        return Texts::tr("Connecting");
    case ConnectionPhase::Online:
        return Texts::tr("Online");
    case ConnectionPhase::Retrying:
        return Texts::tr("Connection lost");
    case ConnectionPhase::Failed:
        break;
    }
    return Texts::tr("Not connected");
}

} // namespace resync::console
