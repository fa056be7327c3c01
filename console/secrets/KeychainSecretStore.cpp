// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/KeychainSecretStore.h"

#include <qt6keychain/keychain.h>

#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <utility>

namespace resync::console {

namespace {

/// Asked for by probe(); never written.
const QString ProbeKey = QStringLiteral("probe");

/// The one map from QtKeychain's errors.
ErrorKind kindOf(QKeychain::Error error)
{
    switch (error) {
    case QKeychain::EntryNotFound:
        return ErrorKind::NotFound;
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return ErrorKind::Unauthorized;
    default: // OtherError is what a missing session bus gives
        return ErrorKind::Unavailable;
    }
}

Result<> outcomeOf(const QKeychain::Job &job)
{
    if (job.error() == QKeychain::NoError)
        return {};
    return fail(kindOf(job.error()), "keychain: " + job.errorString().toStdString());
}

/// Starts \a job and calls \a done once: with its outcome, or with Timeout. The job deletes itself
/// when it ends, however late; deleting it earlier would pull it from under the keychain's library.
template<typename Job>
void run(Job *job, milliseconds timeout, QObject *context,
         std::function<void(Job *, Result<>)> done)
{
    job->setAutoDelete(true);
    job->setInsecureFallback(false);
    auto *deadline = new QTimer(context);
    deadline->setSingleShot(true);
    const auto shared = std::make_shared<std::function<void(Job *, Result<>)>>(std::move(done));
    QObject::connect(deadline, &QTimer::timeout, context, [deadline, job, context, shared] {
        QObject::disconnect(job, nullptr, context, nullptr);
        deadline->deleteLater();
        (*shared)(job, fail(ErrorKind::Timeout, "keychain: no answer in time"));
    });
    QObject::connect(job, &QKeychain::Job::finished, context, [deadline, job, shared] {
        deadline->stop();
        deadline->deleteLater();
        (*shared)(job, outcomeOf(*job));
    });
    deadline->start(timeout);
    job->start();
}

} // namespace

KeychainSecretStore::KeychainSecretStore(const QString &service, milliseconds timeout)
    : m_service(service)
    , m_timeout(timeout)
{}

KeychainSecretStore::~KeychainSecretStore() = default;

void KeychainSecretStore::read(const QString &key, QObject *context, Callback<QString> done)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(key);
    run<QKeychain::ReadPasswordJob>(
        job, m_timeout, context,
        [done = std::move(done)](QKeychain::ReadPasswordJob *ended, const Result<> &outcome) {
            done(outcome.map([ended] { return ended->textData(); }));
        });
}

void KeychainSecretStore::write(const QString &key, const QString &secret, QObject *context,
                                Callback<SecretPlace> done)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(key);
    job->setTextData(secret);
    run<QKeychain::WritePasswordJob>(
        job, m_timeout, context,
        [done = std::move(done)](QKeychain::WritePasswordJob *, const Result<> &outcome) {
            done(outcome.map([] { return SecretPlace::Keychain; }));
        });
}

void KeychainSecretStore::remove(const QString &key, QObject *context, Callback<> done)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(key);
    run<QKeychain::DeletePasswordJob>(
        job, m_timeout, context,
        [done = std::move(done)](QKeychain::DeletePasswordJob *, Result<> outcome) {
            const bool wasAbsent = !outcome && outcome.error().kind == ErrorKind::NotFound;
            done(wasAbsent ? Result<>() : std::move(outcome));
        });
}

void KeychainSecretStore::probe(QObject *context, Callback<SecretPlace> done)
{
    read(ProbeKey, context, [done = std::move(done)](const Result<QString> &secret) {
        if (secret || secret.error().kind == ErrorKind::NotFound)
            done(SecretPlace::Keychain);
        else
            done(tl::unexpected(secret.error()));
    });
}

} // namespace resync::console
