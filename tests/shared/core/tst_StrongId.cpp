// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/StrongId.h"

#include <QTest>

#include <type_traits>
#include <unordered_set>

using namespace resync;

namespace {
using Apple = StrongId<struct AppleTag>;
using Pear = StrongId<struct PearTag>;
static_assert(!std::is_convertible_v<Apple, Pear>);
static_assert(!std::is_constructible_v<Apple, Pear>);
static_assert(!std::is_convertible_v<std::string, Apple>);
} // namespace

class TestStrongId : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anIdIsComparedByItsBytes()
    {
        QVERIFY(Apple("a") == Apple("a"));
        QVERIFY(Apple("a") < Apple("b"));
        QVERIFY(Apple(std::string("a\0b", 3)) != Apple("a"));
        QVERIFY(Apple().isEmpty());
        QVERIFY(!Apple("a").isEmpty());
    }

    void anIdIsAKey()
    {
        const std::unordered_set<Apple> ids = {Apple("a"), Apple("b"), Apple("a")};
        QCOMPARE(ids.size(), std::size_t(2));
        QVERIFY(ids.contains(Apple("b")));
    }
};

QTEST_APPLESS_MAIN(TestStrongId)
#include "tst_StrongId.moc"
