// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/secrets/MemorySecretStore.h"
#include "console/secrets/SecretStore.h"

#include <memory>

namespace resync::console {

/// The store of the console: the keychain, and memory where the keychain does not take the secret.
/// write and probe answer Memory then, so that the console can say so; they do not fail.
/// read looks into memory first.
class FallbackSecretStore final : public SecretStore
{
public:
    explicit FallbackSecretStore(std::unique_ptr<SecretStore> keychain);
    ~FallbackSecretStore() override;

    void read(const QString &key, QObject *context, Callback<QString> done) override;
    void write(const QString &key, const QString &secret, QObject *context,
               Callback<SecretPlace> done) override;
    void remove(const QString &key, QObject *context, Callback<> done) override;
    void probe(QObject *context, Callback<SecretPlace> done) override;

private:
    std::shared_ptr<SecretStore> m_keychain; ///< shared with open questions, which it may outlive
    std::shared_ptr<MemorySecretStore> m_memory;
};

} // namespace resync::console
