// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/MemorySecretStore.h"

#include <QTest>

#include <memory>
#include <optional>

using namespace resync;
using namespace resync::console;

class tst_MemorySecretStore final : public QObject
{
    Q_OBJECT

    QObject m_context;

    std::optional<Result<QString>> readBack(MemorySecretStore &store, const QString &key)
    {
        std::optional<Result<QString>> answer;
        store.read(key, &m_context, [&](Result<QString> result) { answer = std::move(result); });
        if (answer)
            return std::nullopt; // it must come from the event loop
        const auto came = [&] { return answer.has_value(); };
        return QTest::qWaitFor(came) ? answer : std::nullopt;
    }

private Q_SLOTS:
    void write_isReadBackUntilRemoved()
    {
        MemorySecretStore store;
        QVERIFY(!*readBack(store, QStringLiteral("k")));
        std::optional<SecretPlace> place;
        store.write(QStringLiteral("k"), QStringLiteral("one"), &m_context,
                    [&](const Result<SecretPlace> &result) { place = *result; });
        store.write(QStringLiteral("k"), QStringLiteral("two"), &m_context,
                    [](const Result<SecretPlace> &) {});
        QCOMPARE(**readBack(store, QStringLiteral("k")), QStringLiteral("two"));
        QCOMPARE(place, SecretPlace::Memory);
        store.remove(QStringLiteral("k"), &m_context, [](const Result<> &) {});
        QVERIFY(!*readBack(store, QStringLiteral("k")));
    }

    void context_dyingEndsTheQuestion()
    {
        MemorySecretStore store;
        bool isCalled = false;
        auto dying = std::make_unique<QObject>();
        store.probe(dying.get(), [&](const Result<SecretPlace> &) { isCalled = true; });
        dying.reset();
        QVERIFY(readBack(store, QStringLiteral("k")));
        QVERIFY(!isCalled);
    }
};

QTEST_GUILESS_MAIN(tst_MemorySecretStore)
#include "tst_MemorySecretStore.moc"
