// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/RowFilter.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::api;
using namespace resync::test;

namespace {

using Query = std::vector<std::pair<std::string, std::string>>;

http::Request request(Query query)
{
    http::Request made;
    made.path = "/api/v1/jobs";
    made.query = std::move(query);
    return made;
}

} // namespace

class TestRowFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parametersOfOneName_areAlternatives_ofOthersConditions()
    {
        const auto job = fullJob();
        const auto takes = [&](Query query) {
            const auto asked = request(std::move(query));
            QueryReader reader(asked);
            const auto filter = readRowFilter(reader, FilterParameters::Jobs, at(0));
            if (reader.answer())
                qFatal("the parameters were refused");
            return filter.matches(domain::FilterSubject::of(job));
        };
        QVERIFY(takes({}));
        QVERIFY(takes({{"status", "running"}, {"status", "error"}}));
        QVERIFY(takes({{"status", "error"}, {"workstation", "AGT*"}, {"folder", "/FIN"}}));
        QVERIFY(!takes({{"status", "error"}, {"jobstream", "OPEN"}}));
        QVERIFY(takes({{"internal_status", "abend"}, {"critical", ""}, {"late", "false"}}));
        QVERIFY(!takes({{"late", "1"}}));
        QVERIFY(takes({{"q", "rc>4 -is:late load"}}));
        QVERIFY(takes({{"q", "nothing"}, {"q", "load"}}));
        QVERIFY(!takes({{"q", "nothing"}, {"q", "nobody"}}));
        QVERIFY(!takes({{"q", "nothing"}, {"q", "load"}, {"status", "running"}}));
        QVERIFY(takes({{"late", "true"}, {"late", "false"}}));
        QVERIFY(!takes({{"late", "true"}, {"late", "1"}}));
    }

    void whatIsWrong_namesTheParameter()
    {
        const auto asked = request({{"status", "hunter2"}, {"q", "load colour:hunter2"}});
        QueryReader reader(asked);
        static_cast<void>(readRowFilter(reader, FilterParameters::Jobs, at(0)));
        const auto answer = reader.answer();
        QVERIFY(answer && answer->status == 400);
        const QByteArray body = bytes(*answer->body);
        QVERIFY(body.contains("status: filter, character 1: not a status"));
        QVERIFY(body.contains("q: filter, character 6: unknown field"));
        QVERIFY(!body.contains("hunter2"));
    }

    void anotherFilter_hasAnotherText()
    {
        const auto textOf = [](Query query) {
            const auto asked = request(std::move(query));
            QueryReader reader(asked);
            return readRowFilter(reader, FilterParameters::Jobs, at(0)).text();
        };
        // answers are remembered by it
        QVERIFY(textOf({{"workstation", "A B"}}) != textOf({{"workstation", "A"}, {"q", "B"}}));
        QVERIFY(textOf({{"q", "A"}, {"q", "B"}}) != textOf({{"q", "A B"}}));
        QVERIFY(textOf({{"q", "A"}, {"q", "B"}}) != textOf({{"q", "A"}, {"q", "C"}}));
        QVERIFY(textOf({{"folder", "/A status:error"}}) !=
                textOf({{"folder", "/A"}, {"status", "error"}}));
    }

    void aListRefuses_whatMakesNoSenseForIt()
    {
        const auto refused = [](FilterParameters parameters, const char *name, const char *value) {
            const auto asked = request({{name, value}});
            QueryReader reader(asked);
            static_cast<void>(readRowFilter(reader, parameters, at(0)));
            return reader.answer().has_value();
        };
        QVERIFY(refused(FilterParameters::JobStreams, "critical", "true"));
        QVERIFY(refused(FilterParameters::JobStreams, "jobstream", "A"));
        QVERIFY(refused(FilterParameters::Jobs, "late", "perhaps"));
        const auto many = request(Query(11, {"q", "load"}));
        QueryReader reader(many);
        static_cast<void>(readRowFilter(reader, FilterParameters::Jobs, at(0)));
        QVERIFY(reader.answer().has_value());
        QVERIFY(refused(FilterParameters::Workstations, "status", "error"));
        QVERIFY(!refused(FilterParameters::Workstations, "folder", "/FIN"));
    }
};

QTEST_APPLESS_MAIN(TestRowFilter)
#include "tst_RowFilter.moc"
