// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a page of the job list becomes rows, beside a bare pass of the parser over the same
// text.
#include "agent/engine/PageReader.h"

#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace {

constexpr int Rows = 2000;
constexpr int Rounds = 40;

std::string uuid(int number)
{
    char text[40];
    std::snprintf(text, sizeof(text), "9f3d%04x-0c4e-3a7b-8a1e-61f2c0f7%04x", number, number * 7);
    return text;
}

/// One row as an engine sends it in the leanest scope, about 2.4 kB.
std::string row(int number)
{
    const std::string id = uuid(number);
    const std::string stream = uuid(number / 14);
    const std::string name = "LOAD_LEDGER_" + std::to_string(number);
    return R"({"flowNodeType":"JOB","id":")" + id + R"(","persistentId":")" + id +
           R"(","planId":"0d9c1f33-4c0e-3a7b-8a1e-61f2c0f7a910","engineId":"engine-1","name":")" +
           name + R"(","key":"/AGT_FIN01#/FIN/EOD_GL(0600 11/13/2025).)" + name +
           R"(","folder":"/FIN/LEDGER","folderId":")" + stream +
           R"(","workstation":"/AGT_FIN01","workstationId":")" + stream + R"(","jobStreamId":")" +
           stream +
           R"(","jobStreamName":"EOD_GL","jobStreamWorkstation":"/AGT_FIN01",)"
           R"("jobStreamWorkstationId":")" +
           stream +
           R"(","position":3,"schedTime":"2025-11-13T05:00:00Z","timeZone":"Europe/Zurich","priority":10,"origPriority":10,)"
           R"("lastRunCommonStatus":"SUCCESSFUL","lastRunCompositeStatus":{"status":"SUCC","substatus":null,"canceled":false,)"
           R"("error":false,"started":true,"cancelPending":false,"dontRun":false},"jobDefinitionRefId":")" +
           id +
           R"(","jobDefinition":null,"jobDefinitionFlags":{"monitored":false,"aliased":false,"interactive":false},)"
           R"("jobStatusFlags":{"jobLate":false,"untilGone":false,"deadlineHasPassed":false,"needMessage":false,)"
           R"("promotedToUrgentQueue":false,"jobStreamCancelled":false,"restarted":false},)"
           R"("jobOptions":{"critical":true,"every":false,"requiresConfirmation":false,"noOperation":false},)"
           R"("timeRestrictions":{"startTime":"2025-11-13T05:00:00Z","deadlineTime":"2025-11-13T06:30:00Z","latestStartTime":null,)"
           R"("maxDuration":"PT20M","maxDurationAction":"continue","timeDependent":true,"startTimeSatisfied":true},)"
           R"("dependenciesStats":{"numberOfDependencies":2,"numberOfUnresolvedDependencies":0,"numberOfJobDependencies":1,)"
           R"("numberOfResourceDependencies":1},"dependencies":[],"jobruns":[{"id":")" +
           id + R"(","name":")" + name + R"(","jobId":")" + id +
           R"(","jobNumber":81234,"actualWorkstation":"/AGT_FIN01","commonStatus":"SUCCESSFUL",)"
           R"("compositeStatus":{"status":"SUCC","error":false,"started":true},"returnCode":0,"rerunType":"REGULAR",)"
           R"("lastInRerunChain":true,"submittedTime":"2025-11-13T05:00:01Z","runAttempt":1,"maxDurationGone":false,)"
           R"("minDurationNotReached":false,"timeInfo":{"estimatedDuration":"PT7M30S","actualStartTime":"2025-11-13T05:00:03Z",)"
           R"("elapsedTime":"PT2M11S","actualEndTime":"2025-11-13T05:02:14Z"}}],"criticalStart":"2025-11-13T06:05:00Z",)"
           R"("confidenceInterval":null,"actions":[],"archived":false})";
}

std::string page()
{
    std::string body = R"({"count":250000,"results":[)";
    for (int i = 0; i < Rows; ++i)
        body += (i > 0 ? "," : "") + row(i);
    body += "]}";
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    return body;
}

/// Every value is visited, strings are unescaped and numbers read, nothing is kept.
void walk(simdjson::ondemand::value value, std::size_t &seen)
{
    using simdjson::ondemand::json_type;
    switch (json_type type; value.type().get(type) == simdjson::SUCCESS ? type : json_type::null) {
    case json_type::object:
        for (auto member : value.get_object())
            walk(member.value(), seen);
        break;
    case json_type::array:
        for (auto item : value.get_array())
            walk(item.value(), seen);
        break;
    case json_type::string:
        seen += std::string_view(value.get_string()).size();
        break;
    case json_type::number:
        seen += static_cast<std::size_t>(double(value.get_double()));
        break;
    default:
        ++seen;
    }
}

template<typename Work>
double millisecondsOf(Work work)
{
    double best = 1e9;
    for (int i = 0; i < Rounds; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::milli> took =
            std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count());
    }
    return best;
}

} // namespace

int main()
{
    std::string body = page();
    std::size_t seen = 0;
    simdjson::ondemand::parser parser;
    const double bare = millisecondsOf([&] {
        simdjson::ondemand::document document;
        if (parser.iterate(body, body.capacity()).get(document) == simdjson::SUCCESS)
            walk(document.get_value(), seen);
    });
    std::size_t rows = 0;
    const double whole = millisecondsOf([&] {
        const auto read = resync::engine::readJobPage(body, {0, Rows, {}, {}});
        rows = read ? read->page.rows.size() : 0;
    });
    const double megabytes = static_cast<double>(body.size()) / 1e6;
    std::printf("page %.2f MB, %zu rows (%zu)\n", megabytes, rows, seen % 10);
    std::printf("bare pass   %6.2f ms  %6.0f MB/s\n", bare, megabytes / bare * 1e3);
    std::printf("readJobPage %6.2f ms  %6.0f MB/s  %.2f times\n", whole, megabytes / whole * 1e3,
                whole / bare);
    return rows == Rows ? 0 : 1;
}
