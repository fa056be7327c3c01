// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/secrets/SecretStore.h"

#include <QHash>

namespace resync::console {

/// Forgets everything at its end; the overwritten text is wiped.
class MemorySecretStore final : public SecretStore
{
public:
    ~MemorySecretStore() override;

    void read(const QString &key, QObject *context, Callback<QString> done) override;
    void write(const QString &key, const QString &secret, QObject *context,
               Callback<SecretPlace> done) override;
    void remove(const QString &key, QObject *context, Callback<> done) override;
    void probe(QObject *context, Callback<SecretPlace> done) override;

private:
    QHash<QString, QString> m_secrets;
};

} // namespace resync::console
