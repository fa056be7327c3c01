// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/secrets/SecretStore.h"
#include "shared/core/Instant.h"

#include <memory>

namespace resync::console {

/// The operating system's keychain through QtKeychain; never its insecure fallback. An operation
/// that takes longer than \a timeout answers Timeout (a Secret Service may hang, or wait for the
/// person to unlock it), and its late result is dropped.
class KeychainSecretStore final : public SecretStore
{
public:
    explicit KeychainSecretStore(const QString &service = QStringLiteral("resync-console"),
                                 milliseconds timeout = milliseconds(30000));
    ~KeychainSecretStore() override;

    void read(const QString &key, QObject *context, Callback<QString> done) override;
    void write(const QString &key, const QString &secret, QObject *context,
               Callback<SecretPlace> done) override;
    void remove(const QString &key, QObject *context, Callback<> done) override;
    void probe(QObject *context, Callback<SecretPlace> done) override;

private:
    QString m_service;
    milliseconds m_timeout;
};

} // namespace resync::console
