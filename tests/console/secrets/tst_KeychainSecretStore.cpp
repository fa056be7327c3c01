// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/KeychainSecretStore.h"
#include "tests/support/Bytes.h"

#include <QTest>

#include <csignal>
#include <memory>
#include <optional>

using namespace resync;
using namespace resync::console;

namespace {

constexpr int Patience = 30000;

QByteArray word(const Error &error)
{
    return test::bytes(toString(error.kind));
}

/// The Secret Service that with-keyring.sh started; 0: there is none.
int keyringPid()
{
    return qEnvironmentVariableIntValue("KEYRING_PID");
}

} // namespace

/// Runs twice: without any keychain, and below a real one (with-keyring.sh).
class tst_KeychainSecretStore final : public QObject
{
    Q_OBJECT

    KeychainSecretStore m_store{QStringLiteral("resync-test")};
    QObject m_context;

    template<typename T>
    [[nodiscard]] Callback<T> into(std::optional<Result<T>> &answer)
    {
        return [&answer](Result<T> result) { answer = std::move(result); };
    }

private Q_SLOTS:
    void absent_isToldByEveryOperation()
    {
        if (keyringPid() != 0)
            return;
        std::optional<Result<SecretPlace>> probed;
        std::optional<Result<SecretPlace>> written;
        std::optional<Result<QString>> read;
        m_store.probe(&m_context, into(probed));
        m_store.write(QStringLiteral("k"), QStringLiteral("s"), &m_context, into(written));
        m_store.read(QStringLiteral("k"), &m_context, into(read));
        QTRY_VERIFY_WITH_TIMEOUT(probed && written && read, Patience);
        QVERIFY(!*probed && !*written && !*read);
        QCOMPARE(word(probed->error()), "unavailable");
        QCOMPARE(word(written->error()), "unavailable");
        QCOMPARE(word(read->error()), "unavailable");
        QVERIFY(!read->error().message.empty());
    }

    void write_isReadBackAndRemoved()
    {
        if (keyringPid() == 0)
            return;
        const QString secret = QStringLiteral("päß wörd ✓ \"'\\");
        std::optional<Result<SecretPlace>> written;
        m_store.write(QStringLiteral("k"), secret, &m_context, into(written));
        QTRY_VERIFY_WITH_TIMEOUT(written, Patience);
        QVERIFY2(*written, written->has_value() ? "" : written->error().message.c_str());
        QCOMPARE(**written, SecretPlace::Keychain);

        std::optional<Result<QString>> read;
        m_store.read(QStringLiteral("k"), &m_context, into(read));
        QTRY_VERIFY_WITH_TIMEOUT(read, Patience);
        QVERIFY(*read);
        QCOMPARE(**read, secret);

        std::optional<Result<>> removed;
        m_store.remove(QStringLiteral("k"), &m_context, into(removed));
        QTRY_VERIFY_WITH_TIMEOUT(removed && *removed, Patience);
        read.reset();
        m_store.read(QStringLiteral("k"), &m_context, into(read));
        QTRY_VERIFY_WITH_TIMEOUT(read, Patience);
        QCOMPARE(word(read->error()), "not_found");
        removed.reset();
        m_store.remove(QStringLiteral("k"), &m_context, into(removed));
        QTRY_VERIFY_WITH_TIMEOUT(removed && *removed, Patience);
    }

    void probe_findsTheKeychain()
    {
        if (keyringPid() == 0)
            return;
        std::optional<Result<SecretPlace>> probed;
        m_store.probe(&m_context, into(probed));
        QTRY_VERIFY_WITH_TIMEOUT(probed, Patience);
        QVERIFY(*probed);
        QCOMPARE(**probed, SecretPlace::Keychain);
    }

    void context_dyingEndsTheQuestion()
    {
        auto dying = std::make_unique<QObject>();
        bool isCalled = false;
        m_store.read(QStringLiteral("k"), dying.get(),
                     [&](const Result<QString> &) { isCalled = true; });
        dying.reset();
        std::optional<Result<QString>> after; // the keychain answers in order
        m_store.read(QStringLiteral("k"), &m_context, into(after));
        QTRY_VERIFY_WITH_TIMEOUT(after, Patience);
        QVERIFY(!isCalled);
    }

    void hangingService_endsInATimeoutAndRecovers()
    {
        if (keyringPid() == 0)
            return;
        KeychainSecretStore impatient(QStringLiteral("resync-test"), milliseconds(300));
        QCOMPARE(::kill(keyringPid(), SIGSTOP), 0);
        std::optional<Result<QString>> read;
        std::optional<Result<SecretPlace>> written;
        impatient.read(QStringLiteral("k"), &m_context, into(read));
        impatient.write(QStringLiteral("k"), QStringLiteral("s"), &m_context, into(written));
        QTRY_VERIFY_WITH_TIMEOUT(read && written, Patience);
        QCOMPARE(::kill(keyringPid(), SIGCONT), 0);
        QCOMPARE(word(read->error()), "timeout");
        QCOMPARE(word(written->error()), "timeout");

        std::optional<Result<SecretPlace>> probed;
        m_store.probe(&m_context, into(probed));
        QTRY_VERIFY_WITH_TIMEOUT(probed, Patience);
        QVERIFY(*probed);
    }
};

QTEST_GUILESS_MAIN(tst_KeychainSecretStore)
#include "tst_KeychainSecretStore.moc"
