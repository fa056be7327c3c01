// SPDX-License-Identifier: GPL-3.0-or-later
// A letter that names a reader, then the body that an engine, or something in its place, answers
// with: pages, details, counts, metrics and errors of both API versions. What is read can be sent
// on to our own clients, who read it as it was.
#include "agent/engine/AnswerCheck.h"
#include "agent/engine/FolderCountReader.h"
#include "agent/engine/IdentityReader.h"
#include "agent/engine/JobDetailReader.h"
#include "agent/engine/JsonDocument.h"
#include "agent/engine/MetricsReader.h"
#include "agent/engine/PageReader.h"
#include "agent/engine/Redaction.h"
#include "agent/engine/V1DependencyReader.h"
#include "agent/engine/V1EngineReader.h"
#include "agent/engine/V1HistoryReader.h"
#include "agent/engine/V1JobReader.h"
#include "agent/engine/V1LogReader.h"
#include "agent/engine/V1PageReader.h"
#include "shared/core/Text.h"
#include "shared/protocol/CriticalJobCodec.h"
#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/JobStreamCodec.h"
#include "shared/protocol/PromptCodec.h"
#include "shared/protocol/ResourceCodec.h"
#include "shared/protocol/RunCodec.h"
#include "shared/protocol/StatementCodec.h"
#include "shared/protocol/WorkstationCodec.h"
#include "tests/fuzz/Fuzz.h"
#include "tests/support/Rows.h"

#include <cmath>
#include <string>
#include <string_view>

using namespace resync;
using namespace resync::engine;
using resync::fuzz::require;

namespace {

const V1Window Window{1, 3, 5};

// As each shape is sent to our clients.
void write(JsonWriter &json, const domain::Job &row)
{
    protocol::writeJob(json, row);
}
void write(JsonWriter &json, const protocol::JobStreamRow &row)
{
    protocol::writeJobStream(json, row.stream, nullptr);
}
void write(JsonWriter &json, const domain::Workstation &row)
{
    protocol::writeWorkstation(json, row);
}
void write(JsonWriter &json, const domain::Resource &row)
{
    protocol::writeResource(json, row);
}
void write(JsonWriter &json, const domain::Prompt &row)
{
    protocol::writePrompt(json, row);
}
void write(JsonWriter &json, const protocol::CriticalJobRow &row)
{
    protocol::writeCriticalJob(json, row);
}
void write(JsonWriter &json, const domain::JobRun &row)
{
    protocol::writeJobRun(json, row);
}
void write(JsonWriter &json, const domain::Dependency &row)
{
    protocol::Codec<domain::Dependency>::write(json, row);
}
void write(JsonWriter &json, const domain::Statement &row)
{
    protocol::Codec<domain::Statement>::write(json, row);
}

template<typename Row>
std::string sent(const Row &row)
{
    std::string text;
    JsonWriter json(text);
    write(json, row);
    return text;
}

template<typename Row>
void checkSending(const Row &row)
{
    const std::string text = sent(row);
    const auto received = protocol::readDocument<Row>(text, protocol::Codec<Row>::read);
    require(received.has_value(), "what is sent can be read");
    require(fuzz::isSameJson(sent(*received), text), "what is sent is read as it was");
}

void check(const domain::Job &job)
{
    require(isUtf8(job.name) && isUtf8(job.folder), "names are UTF-8");
    checkSending(job);
}
void check(const domain::JobStream &stream)
{
    require(isUtf8(stream.name) && isUtf8(stream.folder), "names are UTF-8");
    checkSending(protocol::JobStreamRow{stream, std::nullopt});
}
void check(const domain::Workstation &row)
{
    checkSending(row);
}
void check(const domain::Resource &row)
{
    checkSending(row);
}
void check(const domain::Prompt &row)
{
    checkSending(row);
}
void check(const domain::CriticalJob &row)
{
    checkSending(protocol::CriticalJobRow{test::fullJob(), row});
}
void check(const domain::JobRun &run)
{
    checkSending(run);
}
void check(const domain::Statement &statement)
{
    checkSending(statement);
}
void check(const domain::Dependency &dependency)
{
    checkSending(dependency);
}
void check(const domain::JobDependencies &row)
{
    for (const domain::Dependency &each : row.list)
        checkSending(each);
}
void check(const domain::StreamDependencies &row)
{
    for (const domain::Dependency &each : row.list)
        checkSending(each);
}
void check(const mirror::FolderCount &count)
{
    require(isUtf8(count.folder), "names are UTF-8");
}
void check(const domain::EngineIdentity &) {}
void check(const mirror::PlanInfo &) {}

void check(const ReadJobDetail &read)
{
    for (const domain::Dependency &each :
         read.detail.dependencies.value_or(std::vector<domain::Dependency>()))
        check(each);
    for (const domain::JobRun &run : read.detail.runs.value_or(std::vector<domain::JobRun>()))
        check(run);
}
void check(const V1Job &read)
{
    if (!read.job.id.isEmpty())
        check(read.job);
    check(read.run);
    check(read.critical);
    for (const domain::Dependency &each :
         read.dependencies.value_or(std::vector<domain::Dependency>()))
        check(each);
}
void check(const V1LogPage &page)
{
    require(isUtf8(page.text) && isUtf8(page.fileId), "a log is UTF-8");
}
void check(int count)
{
    require(count >= 0, "a count is natural");
}
void check(const mirror::EngineMetrics &metrics)
{
    require(isUtf8(metrics.fullestMessageFile), "names are UTF-8");
    require(std::isfinite(metrics.fullestMessageFilePercent.value_or(0)), "a figure is finite");
}

template<typename Row>
void check(const ReadPage<Row> &read)
{
    for (const Row &row : read.page.rows) {
        require(!mirror::idOf(row).empty(), "a row has its id");
        check(row);
    }
}
template<typename T>
void check(const std::vector<T> &list)
{
    for (const T &each : list)
        check(each);
}

/// Reads twice: how much room is behind the body must not matter.
template<typename T>
void checkReader(std::string_view body, Result<T> (*read)(std::string &))
{
    std::string tight(body);
    tight.shrink_to_fit();
    std::string roomy;
    roomy.reserve(2 * body.size() + 1024);
    roomy = body;
    const auto first = read(tight);
    const auto second = read(roomy);
    require(first.has_value() == second.has_value(), "a body is read the same way twice");
    if (first)
        return check(*first);
    require(first.error().kind == ErrorKind::Protocol, "a bad body is an error of protocol");
    require(isUtf8(first.error().message), "a message is UTF-8");
}

template<auto Read>
void page(std::string_view body)
{
    using Out = decltype(Read(std::declval<std::string &>(), mirror::PageRequest{}));
    checkReader<typename Out::value_type>(body, [](std::string &text) {
        return Read(text, {1, 2, {}, {}});
    });
}

template<auto Read>
void v1Page(std::string_view body)
{
    using Out = decltype(Read(std::declval<std::string &>(), Window));
    checkReader<typename Out::value_type>(body,
                                          [](std::string &text) { return Read(text, Window); });
}

template<auto Read>
void whole(std::string_view body)
{
    checkReader(body, Read);
}

void v1Job(std::string_view body)
{
    checkReader<V1Job>(body, [](std::string &text) -> Result<V1Job> {
        V1Job job;
        return readDocument(text, [&](JsonValue &root) { return readV1Job(root, job); }).map([&] {
            return std::move(job);
        });
    });
}

void metrics(std::string_view body)
{
    checkReader<mirror::EngineMetrics>(body,
                                       [](std::string &text) { return readEngineMetrics(text); });
}

/// The first line is the status and the Content-Type.
void failure(std::string_view body)
{
    net::HttpResponse response;
    const std::string_view status = fuzz::takeUntil(body, ' ');
    response.status = static_cast<int>(parseNatural(status.substr(0, 3)).value_or(500));
    response.headers.push_back({"Content-Type", std::string(fuzz::takeUntil(body, '\n'))});
    response.body = body;
    for (const bool isText : {false, true})
        if (const auto checked = checkAnswer(response, isText); !checked)
            require(!checked.error().message.empty() && isUtf8(checked.error().message),
                    "a message is UTF-8");
    const std::string message = engineMessage(body);
    require(message.size() <= 300 && isUtf8(message), "an engine's message is short and UTF-8");
    require(message.find_first_of("\r\n") == std::string::npos, "an engine's message is one line");
    EngineSettings settings;
    settings.user = "op";
    settings.password = "hunter2";
    settings.apiKey = "key-1";
    const std::string shown = redacted(std::string(body), settings);
    for (const std::string_view secret : {"hunter2", "key-1", "b3A6aHVudGVyMg"})
        require(shown.find(secret) == std::string::npos, "a login is not shown");
}

struct Reader
{
    char letter;
    void (*check)(std::string_view body);
};

constexpr Reader Readers[] = {
    {'a', page<readJobPage>},
    {'b', page<readJobStreamPage>},
    {'c', page<readWorkstationPage>},
    {'d', page<readResourcePage>},
    {'e', page<readPromptPage>},
    {'f', page<readJobDependencyPage>},
    {'g', page<readStreamDependencyPage>},
    {'h', whole<readJobDetail>},
    {'i', whole<readJobRuns>},
    {'j', whole<readIssues>},
    {'k', whole<readFolderCounts>},
    {'l', whole<readIdentity>},
    {'m', metrics},
    {'n', failure},
    {'o', v1Page<readV1JobPage>},
    {'p', v1Page<readV1JobStreamPage>},
    {'q', v1Page<readV1WorkstationPage>},
    {'r', v1Page<readV1ResourcePage>},
    {'s', v1Page<readV1PromptPage>},
    {'t', v1Page<readV1JobDependencyPage>},
    {'u', v1Page<readV1StreamDependencyPage>},
    {'v', v1Page<readV1CriticalJobPage>},
    {'w', v1Job},
    {'x', whole<readV1History>},
    {'y', whole<readV1LogPage>},
    {'z', whole<readV1Identity>},
    {'A', whole<readV1PlanInfo>},
    {'B', whole<readV1Count>},
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view body = fuzz::textOf(data + 1, size - 1);
    for (const Reader &reader : Readers)
        if (reader.letter == static_cast<char>(data[0]))
            reader.check(body);
    return 0;
}
