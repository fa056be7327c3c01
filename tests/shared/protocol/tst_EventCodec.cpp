// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/EventCodec.h"
#include "shared/protocol/HistoryCodec.h"
#include "tests/support/Bytes.h"

#include <QTest>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

namespace {

domain::Event sampleEvent()
{
    domain::Event event;
    event.id = "5f2c9e10a4b7-17-3";
    event.type = "job.status";
    event.at = *parseInstant("2026-11-24T01:14:20Z");
    event.observedAt = *parseInstant("2026-11-24T01:14:21Z");
    event.severity = domain::Severity::Error;
    event.generation = 17;
    event.subject = {"job", "9f3d", "/WS#/F/S[2026-11-24T05:00Z].J", "J"};
    event.before = "running";
    event.after = "error";
    event.message = {"job_ended_in_error", {{"return_code", "8"}}, "It ended in error."};
    event.source = "engine";
    return event;
}

const char *const SampleText =
    "{'id':'5f2c9e10a4b7-17-3','type':'job.status','at':'2026-11-24T01:14:20.000Z',"
    "'observed_at':'2026-11-24T01:14:21.000Z','severity':'error','revision':'5f2c9e10a4b7.17',"
    "'subject':{'kind':'job','id':'9f3d','ref':'/WS#/F/S[2026-11-24T05:00Z].J','name':'J'},"
    "'before':'running','after':'error','message':{'code':'job_ended_in_error',"
    "'args':{'return_code':'8'},'text':'It ended in error.'},'source':'engine'}";

} // namespace

class TestEventCodec : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void event_isWrittenInTheContractsOrder()
    {
        std::string out;
        JsonWriter json(out);
        Codec<domain::Event>::write(json, sampleEvent());
        QCOMPARE(bytes(out), quoted(SampleText));
    }

    void event_roundTrips()
    {
        const auto back = readEvent(quoted(SampleText).toStdString());
        QVERIFY2(back, back ? "" : back.error().message.c_str());
        QVERIFY(*back == sampleEvent());
    }

    void aStream_tellsTypeIdAndData()
    {
        const auto text = QByteArray::fromStdString(eventStreamText(sampleEvent()));
        QVERIFY(text.startsWith("event: job.status\nid: 5f2c9e10a4b7-17-3\ndata: {"));
        QVERIFY(text.endsWith("}\n\n"));
        QCOMPARE(text.count('\n'), 4); // a text that holds line ends is escaped in JSON
    }

    void anEventThatNoLogHasSeen_hasNoRevision()
    {
        const auto event = readEvent(R"({"id":"draft","type":"job.status","revision":"a.5",)"
                                     R"("message":{"code":"x"}})");
        QVERIFY2(event, event ? "" : event.error().message.c_str());
        QCOMPARE(event->generation, std::uint64_t(0));
        std::string out;
        JsonWriter json(out);
        Codec<domain::Event>::write(json, *event);
        QVERIFY(bytes(out).contains(quoted("'revision':null")));
    }

    void epochWithAPoint_keepsTheGeneration()
    {
        const auto event = readEvent(R"({"id":"a.b-7-0","type":"job.status","revision":"a.b.7",)"
                                     R"("message":{"code":"x"}})");
        QVERIFY(event);
        QCOMPARE(event->generation, std::uint64_t(7));
    }

    void broken_namesThePlace()
    {
        QVERIFY(!readEvent("[]"));
        const auto missing = readEvent(R"({"id":"a-1-0"})");
        QVERIFY(!missing);
        QVERIFY(missing.error().message.find("type") != std::string::npos);
    }

    void history_roundTripsWithGaps()
    {
        domain::MetricsHistory history;
        history.from = *parseInstant("2026-11-24T01:00:00Z");
        history.to = *parseInstant("2026-11-24T01:00:20Z");
        history.series.push_back({"jobs", "jobs", {{"status", "error"}}, {1.0, std::nullopt, 2.5}});
        std::string out;
        JsonWriter json(out);
        Codec<domain::MetricsHistory>::write(json, history);
        QCOMPARE(bytes(out),
                 quoted("{'step_seconds':10,'from':'2026-11-24T01:00:00.000Z',"
                        "'to':'2026-11-24T01:00:20.000Z','series':[{'name':'jobs','unit':'jobs',"
                        "'labels':{'status':'error'},'points':[1,null,2.5]}]}"));
        const auto back = readMetricsHistory(out);
        QVERIFY(back && *back == history);
    }
};

QTEST_APPLESS_MAIN(TestEventCodec)
#include "tst_EventCodec.moc"
