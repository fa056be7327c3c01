// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Secret.h"

#include <QtTest>

#include <ostream>
#include <string_view>
#include <type_traits>

using resync::config::Secret;

namespace {

template<typename T>
concept Printable = requires(std::ostream &out, const T &value)
{
    out << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>, "becoming secret is said, too");

} // namespace

class tst_Secret : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void text_isThereForWhoeverAsks_data();
    void text_isThereForWhoeverAsks();
    void assignment_toItselfKeepsTheText();
};

void tst_Secret::text_isThereForWhoeverAsks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("short") << QByteArray("canary");
    QTest::newRow("long") << QByteArray(100, 'x');
}

void tst_Secret::text_isThereForWhoeverAsks()
{
    QFETCH(QByteArray, text);

    Secret first(text.toStdString());
    Secret copy(first);
    QCOMPARE(copy.reveal(), text.toStdString());
    Secret moved(std::move(first));
    QCOMPARE(moved.reveal(), text.toStdString());
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): the wiping is what is tested
    copy = std::move(moved);
    QCOMPARE(copy.reveal(), text.toStdString());
    QVERIFY(moved.isEmpty()); // NOLINT(bugprone-use-after-move)
    QVERIFY(Secret().isEmpty());
}

void tst_Secret::assignment_toItselfKeepsTheText()
{
    Secret secret("canary");
    const Secret &same = secret;
    secret = same;
    QCOMPARE(secret.reveal(), std::string("canary"));
}

QTEST_APPLESS_MAIN(tst_Secret)
#include "tst_Secret.moc"
