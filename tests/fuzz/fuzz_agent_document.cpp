// SPDX-License-Identifier: GPL-3.0-or-later
// A letter that names a shape of the REST contract, then a document of that shape, as the console
// reads it from an agent, or an agent from a client. What is read is written and read as it was.
#include "shared/protocol/AuthCodec.h"
#include "shared/protocol/CacheCodec.h"
#include "shared/protocol/ConfigCodec.h"
#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/EventCodec.h"
#include "shared/protocol/HealthCodec.h"
#include "shared/protocol/HistoryCodec.h"
#include "shared/protocol/ImpactCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/JobLogCodec.h"
#include "shared/protocol/JobStreamCodec.h"
#include "shared/protocol/PlanCodec.h"
#include "shared/protocol/Problem.h"
#include "shared/protocol/WorkstationCodec.h"
#include "tests/fuzz/Fuzz.h"

#include <string>
#include <string_view>

using namespace resync;
using namespace resync::protocol;
using resync::fuzz::require;

namespace {

template<auto Read, auto Write>
void check(std::string_view text)
{
    const auto first = Read(text);
    if (!first)
        return;
    std::string written;
    JsonWriter json(written);
    Write(json, *first);
    require(fuzz::isJson(written), "what is written is JSON");
    const auto again = Read(written);
    require(again.has_value(), "what is written can be read");
    require(*again == *first, "what is written is read as it was");
}

void writeJobs(JsonWriter &json, const List<domain::Job> &list)
{
    beginList(json);
    for (const domain::Job &job : list.items)
        writeJob(json, job);
    endList(json, list.total, list.nextCursor, list.stamp);
}

void writeStreams(JsonWriter &json, const List<JobStreamRow> &list)
{
    beginList(json);
    for (const JobStreamRow &row : list.items)
        writeJobStream(json, row.stream, row.counts ? &*row.counts : nullptr);
    endList(json, list.total, list.nextCursor, list.stamp);
}

void writeWorkstations(JsonWriter &json, const List<domain::Workstation> &list)
{
    beginList(json);
    for (const domain::Workstation &row : list.items)
        writeWorkstation(json, row);
    endList(json, list.total, list.nextCursor, list.stamp);
}

void writeJobOf(JsonWriter &json, const JobDocument &document)
{
    writeJobDocument(json, document.job, document.detail, document.stamp);
}

void writePlan(JsonWriter &json, const Document<domain::Plan> &document)
{
    writePlanDocument(json, document.value, document.stamp);
}

void writeLogOf(JsonWriter &json, const JobLogDocument &document)
{
    writeJobLog(json, document.log, document.freshness);
}

void writeWhole(JsonWriter &json, const ImpactDocument &document)
{
    writeImpact(json, document);
}

void writeTokens(JsonWriter &json, const std::vector<domain::ApiToken> &tokens)
{
    writeApiTokens(json, tokens);
}

struct Shape
{
    char letter;
    void (*check)(std::string_view text);
};

constexpr Shape Shapes[] = {
    {'a', check<readJobList, writeJobs>},
    {'b', check<readJobDocument, writeJobOf>},
    {'c', check<readJobStreamList, writeStreams>},
    {'d', check<readWorkstationList, writeWorkstations>},
    {'e', check<readPlanDocument, writePlan>},
    {'f', check<readDependencies, writeDependencies>},
    {'g', check<readImpact, writeWhole>},
    {'h', check<readJobLog, writeLogOf>},
    {'i', check<readHealth, writeHealth>},
    {'j', check<readConfigReport, writeConfigReport>},
    {'k', check<readCacheStats, writeCacheStats>},
    {'l', check<readInvalidationReport, writeInvalidationReport>},
    {'m', check<readMetricsHistory, Codec<domain::MetricsHistory>::write>},
    {'n', check<readEvent, Codec<domain::Event>::write>},
    {'o', check<readProblem, writeProblem>},
    {'p', check<readLogin, writeLogin>},
    {'q', check<readLoginSession, writeLoginSession>},
    {'r', check<readApiTokenRequest, writeApiTokenRequest>},
    {'s', check<readApiTokens, writeTokens>},
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text = fuzz::textOf(data + 1, size - 1);
    for (const Shape &shape : Shapes)
        if (shape.letter == static_cast<char>(data[0]))
            shape.check(text);
    return 0;
}
