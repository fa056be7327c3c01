// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/FallbackSecretStore.h"

#include <QPointer>

#include <utility>

namespace resync::console {

FallbackSecretStore::FallbackSecretStore(std::unique_ptr<SecretStore> keychain)
    : m_keychain(std::move(keychain))
    , m_memory(std::make_shared<MemorySecretStore>())
{}

FallbackSecretStore::~FallbackSecretStore() = default;

void FallbackSecretStore::read(const QString &key, QObject *context, Callback<QString> done)
{
    m_memory->read(key, context,
                   [keychain = std::weak_ptr(m_keychain), key, context = QPointer<QObject>(context),
                    done = std::move(done)](Result<QString> remembered) {
                       const auto store = keychain.lock();
                       if (remembered || !store)
                           return done(std::move(remembered));
                       store->read(key, context, done);
                   });
}

void FallbackSecretStore::write(const QString &key, const QString &secret, QObject *context,
                                Callback<SecretPlace> done)
{
    m_keychain->write(key, secret, context,
                      [memory = m_memory, key, secret, context = QPointer<QObject>(context),
                       done = std::move(done)](const Result<SecretPlace> &place) {
                          if (!place)
                              return memory->write(key, secret, context, done);
                          memory->remove(key, context,
                                         [done, place](const Result<> &) { done(place); });
                      });
}

void FallbackSecretStore::remove(const QString &key, QObject *context, Callback<> done)
{
    m_memory->remove(
        key, context,
        [keychain = std::weak_ptr(m_keychain), key, context = QPointer<QObject>(context),
         done = std::move(done)](Result<> removed) {
            const auto store = keychain.lock();
            if (!store)
                return done(std::move(removed));
            store->remove(key, context, [done](Result<> outcome) {
                const bool isGone = !outcome && outcome.error().kind == ErrorKind::Unavailable;
                done(isGone ? Result<>() : std::move(outcome));
            });
        });
}

void FallbackSecretStore::probe(QObject *context, Callback<SecretPlace> done)
{
    m_keychain->probe(context, [done = std::move(done)](const Result<SecretPlace> &place) {
        done(place ? *place : SecretPlace::Memory);
    });
}

} // namespace resync::console
