// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QUrl>

namespace resync::console {

enum class Environment { Production, Test, Development };

/// A connection that a person set up. The password is in the keychain under \c id.
struct Profile
{
    QString id; ///< made once, never shown; key of the secret
    QString name;
    QUrl url;
    QString user;
    Environment environment = Environment::Production; ///< the careful one until told otherwise
    QString caFile;
    bool readOnly = false;
    bool allowPlainHttp = false;

    bool operator==(const Profile &) const = default;
};

} // namespace resync::console
