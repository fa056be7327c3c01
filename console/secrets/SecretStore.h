// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <QObject>
#include <QString>

namespace resync::console {

/// Where a secret was put.
enum class SecretPlace {
    Keychain, ///< the operating system's, kept across restarts
    Memory    ///< this process only, forgotten at its end
};

/// Keeps passwords. Keys are profile ids; a secret is never logged and never written to a file.
/// Answers come once, asynchronously, on the caller's thread; none after \a context died.
/// Thread: the GUI's.
class SecretStore
{
public:
    SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;
    virtual ~SecretStore() = default;

    /// NotFound: nothing stored. Unavailable: no keychain. Unauthorized: it is locked or access was
    /// denied. Timeout: it did not answer.
    virtual void read(const QString &key, QObject *context, Callback<QString> done) = 0;
    /// Errors as read.
    virtual void write(const QString &key, const QString &secret, QObject *context,
                       Callback<SecretPlace> done) = 0;
    /// Removing what is not there succeeds.
    virtual void remove(const QString &key, QObject *context, Callback<> done) = 0;
    /// Where a secret written now would go; tells of trouble in advance (errors as read).
    virtual void probe(QObject *context, Callback<SecretPlace> done) = 0;
};

} // namespace resync::console
