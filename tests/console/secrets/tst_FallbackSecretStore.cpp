// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/FallbackSecretStore.h"

#include <QTest>
#include <QTimer>

#include <optional>

using namespace resync;
using namespace resync::console;

namespace {

/// A keychain that a test breaks and mends.
class FakeKeychain final : public SecretStore
{
public:
    struct Inside
    {
        std::optional<ErrorKind> trouble;
        QHash<QString, QString> secrets;
    };
    explicit FakeKeychain(Inside &inside)
        : m_inside(inside)
    {}

    void read(const QString &key, QObject *context, Callback<QString> done) override
    {
        answer<QString>(context, std::move(done), [this, key]() -> Result<QString> {
            if (!m_inside.secrets.contains(key))
                return fail(ErrorKind::NotFound, "none");
            return m_inside.secrets.value(key);
        });
    }
    void write(const QString &key, const QString &secret, QObject *context,
               Callback<SecretPlace> done) override
    {
        answer<SecretPlace>(context, std::move(done), [this, key, secret]() -> Result<SecretPlace> {
            m_inside.secrets.insert(key, secret);
            return SecretPlace::Keychain;
        });
    }
    void remove(const QString &key, QObject *context, Callback<> done) override
    {
        answer<void>(context, std::move(done), [this, key]() -> Result<> {
            m_inside.secrets.remove(key);
            return {};
        });
    }
    void probe(QObject *context, Callback<SecretPlace> done) override
    {
        answer<SecretPlace>(context, std::move(done),
                            []() -> Result<SecretPlace> { return SecretPlace::Keychain; });
    }

private:
    template<typename T, typename Work>
    void answer(QObject *context, Callback<T> done, Work work)
    {
        QTimer::singleShot(0, context, [this, done = std::move(done), work] {
            done(m_inside.trouble ? Result<T>(fail(*m_inside.trouble, "broken")) : work());
        });
    }

    Inside &m_inside;
};

} // namespace

class tst_FallbackSecretStore final : public QObject
{
    Q_OBJECT

    FakeKeychain::Inside m_inside;
    QObject m_context;

    template<typename T>
    [[nodiscard]] std::optional<Result<T>> wait(const std::function<void(Callback<T>)> &ask)
    {
        std::optional<Result<T>> answer;
        ask([&](Result<T> result) { answer = std::move(result); });
        const auto came = [&] { return answer.has_value(); };
        return QTest::qWaitFor(came) ? answer : std::nullopt;
    }
    [[nodiscard]] SecretPlace write(SecretStore &store, const QString &secret)
    {
        return **wait<SecretPlace>([&](Callback<SecretPlace> done) {
            store.write(QStringLiteral("k"), secret, &m_context, std::move(done));
        });
    }
    [[nodiscard]] Result<QString> read(SecretStore &store)
    {
        return *wait<QString>([&](Callback<QString> done) {
            store.read(QStringLiteral("k"), &m_context, std::move(done));
        });
    }

private Q_SLOTS:
    void init() { m_inside = {}; }

    void write_prefersTheKeychain()
    {
        FallbackSecretStore store(std::make_unique<FakeKeychain>(m_inside));
        QCOMPARE(write(store, QStringLiteral("s")), SecretPlace::Keychain);
        QCOMPARE(m_inside.secrets.size(), 1);
        QCOMPARE(*read(store), QStringLiteral("s"));
    }

    void write_withoutAKeychainStaysInMemoryAndSaysSo()
    {
        m_inside.trouble = ErrorKind::Unavailable;
        FallbackSecretStore store(std::make_unique<FakeKeychain>(m_inside));
        const auto probed = wait<SecretPlace>(
            [&](Callback<SecretPlace> done) { store.probe(&m_context, std::move(done)); });
        QCOMPARE(**probed, SecretPlace::Memory);
        QCOMPARE(write(store, QStringLiteral("s")), SecretPlace::Memory);
        QCOMPARE(*read(store), QStringLiteral("s"));
    }

    void write_intoAMendedKeychainForgetsTheMemory()
    {
        m_inside.trouble = ErrorKind::Timeout;
        FallbackSecretStore store(std::make_unique<FakeKeychain>(m_inside));
        QCOMPARE(write(store, QStringLiteral("old")), SecretPlace::Memory);
        m_inside.trouble.reset();
        QCOMPARE(write(store, QStringLiteral("new")), SecretPlace::Keychain);
        QCOMPARE(*read(store), QStringLiteral("new"));
        m_inside.secrets.clear();
        QVERIFY(!read(store));
    }

    void read_tellsTheKeychainsTrouble()
    {
        m_inside.trouble = ErrorKind::Unauthorized;
        FallbackSecretStore store(std::make_unique<FakeKeychain>(m_inside));
        QVERIFY(read(store).error().kind == ErrorKind::Unauthorized);
    }

    void remove_worksWithoutAKeychain()
    {
        m_inside.trouble = ErrorKind::Unavailable;
        FallbackSecretStore store(std::make_unique<FakeKeychain>(m_inside));
        QCOMPARE(write(store, QStringLiteral("s")), SecretPlace::Memory);
        const auto removed = wait<void>([&](Callback<> done) {
            store.remove(QStringLiteral("k"), &m_context, std::move(done));
        });
        QVERIFY(*removed);
        m_inside.trouble.reset();
        QVERIFY(!read(store));
    }
};

QTEST_GUILESS_MAIN(tst_FallbackSecretStore)
#include "tst_FallbackSecretStore.moc"
