// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/BoundedTable.h"

#include <QtTest>

using namespace resync::access;

class tst_BoundedTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void touch_forgetsTheOldestWhenFull();
    void erase_ofTheAbsentIsNothing();
};

void tst_BoundedTable::touch_forgetsTheOldestWhenFull()
{
    const KeyedHash hash;
    const auto a = hash.digest("a");
    const auto b = hash.digest("b");
    const auto c = hash.digest("c");
    BoundedTable<int> table(2);
    table.touch(a) = 1;
    table.touch(b) = 2;
    QCOMPARE(table.touch(a), 1); // b is now the oldest
    table.touch(c) = 3;
    QCOMPARE(table.size(), std::size_t(2));
    QVERIFY(table.find(b) == nullptr);
    QCOMPARE(*table.find(a), 1);
    QCOMPARE(*table.find(c), 3);
}

void tst_BoundedTable::erase_ofTheAbsentIsNothing()
{
    const KeyedHash hash;
    BoundedTable<int> table(2);
    table.erase(hash.digest("a"));
    table.touch(hash.digest("a")) = 1;
    table.erase(hash.digest("a"));
    QCOMPARE(table.size(), std::size_t(0));
    QCOMPARE(table.touch(hash.digest("a")), 0);
}

QTEST_APPLESS_MAIN(tst_BoundedTable)
#include "tst_BoundedTable.moc"
