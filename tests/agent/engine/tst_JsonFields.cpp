// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JsonFields.h"

#include "agent/engine/JsonDocument.h"

#include <QTest>

using namespace resync::engine;

namespace {

struct Target
{
    std::string name;
    std::optional<int> priority;
};

template<auto Member>
error_code readInto(JsonValue &value, Target &target)
{
    return read(value, target.*Member);
}

/// The first two and the next two fall on one slot each: same length, same letters where it looks.
constexpr JsonField<Target> Fields[] = {
    {"name", readInto<&Target::name>},
    {"nime", readInto<&Target::name>},
    {"priority", readInto<&Target::priority>},
    {"prixrity", readInto<&Target::priority>},
    {"x", readInto<&Target::name>},
};
constexpr FieldIndex Index(Fields);

Target readTarget(std::string body)
{
    Target target;
    const auto read =
        readDocument(body, [&](JsonValue &value) { return readFields<Fields>(value, target); });
    if (!read)
        target.name = "not read";
    return target;
}

} // namespace

class tst_JsonFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void index_findsEachFieldAndNoOther()
    {
        for (const auto &field : Fields)
            QCOMPARE(Index.find(Fields, field.name), &field);
        for (const char *key : {"", "n", "Name", "nome", "priority ", "prizrity", "unknown"})
            QVERIFY2(Index.find(Fields, key) == nullptr, key);
    }

    void members_areReadInAnyOrderAmongUnknownOnes()
    {
        const Target target = readTarget(
            R"({"other":[1,{"name":"inner"}],"priority":7,"":{},"nàme":"no","name":"LOAD"})");
        QCOMPARE(target.name, std::string("LOAD"));
        QCOMPARE(target.priority.value_or(-1), 7);
    }

    void otherTypes_leaveWhatIsThere()
    {
        const Target target = readTarget(R"({"name":{"a":1},"priority":"high"})");
        QCOMPARE(target.name, std::string());
        QVERIFY(!target.priority);
        QCOMPARE(readTarget(R"({"name":)").name, std::string("not read"));
    }
};

QTEST_APPLESS_MAIN(tst_JsonFields)
#include "tst_JsonFields.moc"
