// SPDX-License-Identifier: GPL-3.0-or-later
// The shapes of what is read on demand or derived: written, read back, and their empty members.
#include "shared/protocol/ChangesCodec.h"
#include "shared/protocol/CriticalJobCodec.h"
#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/ImpactCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/JobLogCodec.h"
#include "shared/protocol/JobStreamCodec.h"
#include "shared/protocol/PromptCodec.h"
#include "shared/protocol/ResourceCodec.h"
#include "shared/protocol/RunCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

template<typename Write>
std::string written(Write write)
{
    std::string out;
    JsonWriter json(out);
    write(json);
    return out;
}

template<typename Row, typename Write>
std::string listOf(const Row &row, Write write)
{
    return written([&](JsonWriter &json) {
        beginList(json);
        write(json, row, FieldSelection());
        endList(json, 1, "", freshStamp());
    });
}

domain::JobRun fullRun()
{
    return {*fullJob().run, domain::Status::Error, "abend", 8, true};
}

} // namespace

class TestDetailCodecs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runs_roundTrip()
    {
        const auto text = listOf(fullRun(), writeJobRun);
        QVERIFY(text.find(R"("return_code":8,"started_at":"2026-11-24T05:01:00.000Z")") !=
                std::string::npos);
        QVERIFY(text.find(R"("source":"history")") != std::string::npos);
        const auto back = readRunList(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(back->items.front() == fullRun());
        QCOMPARE(written([](JsonWriter &json) {
                     writeJobRun(json, fullRun(), *selectRunFields("status,source"));
                 }),
                 std::string(R"({"status":"error","source":"history"})"));
        QVERIFY(!selectRunFields("run.id"));
    }

    void anUnknownRun_isNull()
    {
        QCOMPARE(written([](JsonWriter &json) {
                     writeJobRun(json, {}, *selectRunFields("id,number,return_code,ended_at"));
                 }),
                 std::string(R"({"id":null,"number":null,"return_code":null,"ended_at":null})"));
    }

    void logs_roundTrip()
    {
        const JobLogDocument log{
            {domain::RunId("r1"), {{7, "= JOB"}, {8, ""}, {9, "ü \"x\""}}, 9, true},
            freshStamp().freshness};
        const auto text =
            written([&](JsonWriter &json) { writeJobLog(json, log.log, log.freshness); });
        QVERIFY(text.starts_with(R"({"run_id":"r1","first_line":7,"last_line":9,"total_lines":9,)"
                                 R"("complete":true,"lines":[{"n":7,"text":"= JOB"},)"
                                 R"({"n":8,"text":""},)"));
        const auto back = readJobLog(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == log);
        QVERIFY(*readLogLine(R"({"n":8,"text":""})") == (domain::LogLine{8, ""}));
    }

    void anEmptyLog_hasNoLines()
    {
        QVERIFY(written([](JsonWriter &json) { writeJobLog(json, {}, {}); })
                    .starts_with(R"({"run_id":null,"first_line":null,"last_line":null,)"
                                 R"("total_lines":null,"complete":false,"lines":[],)"));
    }

    void dependencies_roundTrip()
    {
        Dependencies list;
        list.predecessors = {
            {"job", "unsatisfied", "job", "j9", "/MDM#/FIN/A.B", "B", "/MDM", {{"depth", "1"}}}};
        list.successors = {
            {"job_stream", "undecided", "job_stream", "s1", "/MDM#/FIN/A", "A", "/MDM", {}}};
        list.issues = {{"not_loaded", {}, "Not read yet."}};
        list.stamp = staleStamp();
        const auto back =
            readDependencies(written([&](JsonWriter &json) { writeDependencies(json, list); }));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == list);
    }

    void resources_roundTrip()
    {
        const domain::Resource row{domain::ResourceId("r1"),
                                   "DBSLOTS",
                                   "/FIN",
                                   "/AGT_FIN01",
                                   "available",
                                   10,
                                   2,
                                   8,
                                   {{domain::JobId("j1"), "/MDM#/FIN/A.B", 2}, {{}, "", {}}}};
        const auto text = listOf(row, writeResource);
        QVERIFY(text.find(R"({"job_id":null,"ref":null,"quantity":null})") != std::string::npos);
        const auto back = readResourceList(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(back->items.front() == row);
        QVERIFY(!selectResourceFields("colour"));
    }

    void prompts_roundTrip()
    {
        const domain::Prompt row{domain::PromptId("p1"),
                                 "OKGO",
                                 17,
                                 "go?",
                                 "asked",
                                 "predefined_prompt",
                                 domain::JobId("j1"),
                                 domain::JobStreamId("s1"),
                                 at(1),
                                 at(2)};
        const auto back = readPromptList(listOf(row, writePrompt));
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(back->items.front() == row);
        QVERIFY(!selectPromptFields("colour"));
    }

    void criticalJobs_roundTrip()
    {
        CriticalJobRow row;
        row.job = fullJob();
        row.critical.risk = "high";
        row.critical.confidence = 62;
        row.critical.estimatedEndAt = at(30);
        row.critical.incompletePredecessors = 3;
        const auto text = listOf(row, writeCriticalJob);
        QVERIFY(
            text.find(R"("changed_at":"2026-11-24T05:09:00.000Z","risk":"high","confidence":62)") !=
            std::string::npos);
        const auto back = readCriticalJobList(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(back->items.front() == row);
        QCOMPARE(written([&](JsonWriter &json) {
                     writeCriticalJob(json, row, *selectCriticalJobFields("id,risk,run.number"));
                 }),
                 std::string(R"({"id":"job;1","run":{"number":40123},"risk":"high"})"));
    }

    void impacts_roundTrip()
    {
        const ImpactDocument impact{
            {1, 2, 1, {{"/MDM#/FIN/A.B", at(60), at(70)}, {"/MDM#/FIN/A", at(80), {}}}, at(20)},
            {fullJob()},
            freshStamp()};
        const auto text = written([&](JsonWriter &json) { writeImpact(json, impact); });
        QVERIFY(
            text.starts_with(R"({"direct":1,"total":2,"critical":1,"deadlines_at_risk":[{"ref":)"));
        const auto back = readImpact(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == impact);
    }

    void changes_roundTrip()
    {
        const JobChanges changes{{fullJob()}, {domain::JobId("j2")}, true, freshStamp()};
        const auto text = written([&](JsonWriter &json) {
            beginChanges(json, changes.stamp.revision);
            writeJob(json, fullJob());
            endChanges(json, {"j2"}, true, changes.stamp.freshness);
        });
        QVERIFY(text.starts_with(R"({"revision":"3f9a.17","changed":[{"id":"job;1")"));
        const auto back = readJobChanges(text);
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == changes);
    }

    void whatIsNoSuchDocument_namesThePlace()
    {
        QVERIFY(!readRunList("[]"));
        QVERIFY(!readJobLog("<html>"));
        QVERIFY(!readImpact(R"({"direct":"many"})"));
        QCOMPARE(
            readResourceList(R"({"items":[{"id":"r1","holders":[{"quantity":"x"}]}],"total":1})")
                .error()
                .message.substr(0, 31),
            std::string("items[0].holders[0].quantity: e"));
    }

    void fields_reachBelowTheCountsOfAStream()
    {
        domain::JobCounts counts;
        counts.total = 14;
        counts.byStatus[static_cast<std::size_t>(domain::Status::Error)] = 2;
        const auto write = [&](const char *fields, const domain::JobCounts *given) {
            return written([&](JsonWriter &json) {
                writeJobStream(json, fullStream(), given, *selectJobStreamFields(fields));
            });
        };
        QCOMPARE(write("id,counts.error,counts.total", &counts),
                 std::string(R"({"id":"js1","counts":{"total":14,"error":2}})"));
        QCOMPARE(write("counts.error", nullptr), std::string(R"({"counts":null})"));
        QVERIFY(!selectJobStreamFields("counts.colour"));
    }
};

QTEST_APPLESS_MAIN(TestDetailCodecs)
#include "tst_DetailCodecs.moc"
