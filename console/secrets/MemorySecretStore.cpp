// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/MemorySecretStore.h"

#include <QTimer>

#include <utility>

namespace resync::console {

namespace {

/// Answers from the event loop, as a keychain would, and only while \a context lives.
template<typename T>
void answerLater(QObject *context, Callback<T> done, Result<T> answer)
{
    QTimer::singleShot(0, context,
                       [done = std::move(done), answer = std::move(answer)] { done(answer); });
}

/// Best effort: shared copies elsewhere keep their text.
void wipe(QString &secret)
{
    if (secret.isDetached())
        secret.fill(u'\0');
    secret.clear();
}

} // namespace

MemorySecretStore::~MemorySecretStore()
{
    for (QString &secret : m_secrets)
        wipe(secret);
}

void MemorySecretStore::read(const QString &key, QObject *context, Callback<QString> done)
{
    const auto found = m_secrets.constFind(key);
    if (found == m_secrets.constEnd())
        answerLater<QString>(context, std::move(done), fail(ErrorKind::NotFound, "no such secret"));
    else
        answerLater<QString>(context, std::move(done), *found);
}

void MemorySecretStore::write(const QString &key, const QString &secret, QObject *context,
                              Callback<SecretPlace> done)
{
    wipe(m_secrets[key]);
    m_secrets[key] = secret;
    answerLater<SecretPlace>(context, std::move(done), SecretPlace::Memory);
}

void MemorySecretStore::remove(const QString &key, QObject *context, Callback<> done)
{
    if (const auto found = m_secrets.find(key); found != m_secrets.end()) {
        wipe(*found);
        m_secrets.erase(found);
    }
    answerLater<void>(context, std::move(done), {});
}

void MemorySecretStore::probe(QObject *context, Callback<SecretPlace> done)
{
    answerLater<SecretPlace>(context, std::move(done), SecretPlace::Memory);
}

} // namespace resync::console
