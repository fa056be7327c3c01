// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/BodyReader.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

/// "field code message; …" of a reader that asks for a name (at most 4 bytes) and a time.
QByteArray faultsOf(const QByteArray &body)
{
    BodyReader reader(view(body));
    (void)reader.text("name", 4);
    (void)reader.instant("until");
    std::string faults;
    for (const auto &problem : reader.problems())
        faults += problem.code + " " + problem.message + "; ";
    return bytes(faults);
}

} // namespace

class tst_BodyReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void members_areRead()
    {
        BodyReader reader("{\"name\": \"João\", \"until\": \"2026-11-24T01:14:20Z\"}");
        QCOMPARE(reader.text("name", 5), std::string("João"));
        QVERIFY(reader.instant("until") == parseInstant("2026-11-24T01:14:20.000Z"));
        QVERIFY(reader.problems().empty());
    }

    void bodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("faults");
        const auto row = [](const char *title, const QByteArray &body, const QByteArray &faults) {
            QTest::newRow(title) << quoted(body) << faults;
        };
        const QByteArray noObject = "bad_request body: must be a JSON object; ";
        const QByteArray noTime =
            "invalid_parameter until: must be a time like 2026-11-24T01:14:20.000Z, or null; ";
        row("well", "{'name':'ana','until':null}", "");
        row("time absent", "{'name':'ana'}", "");
        row("empty", "", noObject);
        row("cut", "{'name':'ana'", noObject);
        row("array", "[]", noObject);
        row("text behind", "{'name':'ana'}x", noObject);
        row("not UTF-8", "{'name':'\xFF'}", noObject);
        row("deep", QByteArray(4000, '['), noObject);
        row("missing", "{}", "invalid_parameter name: is missing; ");
        row("null", "{'name':null}", "invalid_parameter name: is missing; ");
        row("number", "{'name':1}", "invalid_parameter name: must be a string; ");
        row("empty text", "{'name':''}", "invalid_parameter name: must not be empty; ");
        row("long text", "{'name':'abcde'}",
            "invalid_parameter name: must not be longer than 4 bytes; ");
        row("no time", "{'name':'ana','until':'soon'}", noTime);
        row("time as a number", "{'name':'ana','until':5}", noTime);
        row("unknown member", "{'name':'ana','nmae':1}",
            "unknown_parameter nmae: is not known here; ");
        row("all at once", "{'until':'x','y':1}",
            "invalid_parameter name: is missing; " + noTime +
                "unknown_parameter y: is not known here; ");
    }
    void bodies()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, faults);
        QCOMPARE(faultsOf(body), faults);
    }

    void value_isNotRepeated()
    {
        QVERIFY(!faultsOf(quoted("{'name':'canary-7','until':'canary-8'}")).contains("canary"));
    }

    void callersFault_standsAmongTheOthers()
    {
        BodyReader reader("{\"name\": \"ana\"}");
        (void)reader.text("name", 4);
        reader.reject("name", "is taken", "conflict");
        const auto problems = reader.problems();
        QCOMPARE(problems.size(), std::size_t(1));
        QCOMPARE(problems.front().field, std::string("name"));
        QCOMPARE(problems.front().code, std::string("conflict"));
        QCOMPARE(problems.front().message, std::string("name: is taken"));
    }
};

QTEST_APPLESS_MAIN(tst_BodyReader)
#include "tst_BodyReader.moc"
