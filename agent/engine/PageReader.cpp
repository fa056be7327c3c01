// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/PageReader.h"

#include "agent/engine/DependencyListReader.h"
#include "agent/engine/JobReader.h"
#include "agent/engine/JobStreamReader.h"
#include "agent/engine/JsonDocument.h"
#include "agent/engine/PromptReader.h"
#include "agent/engine/ResourceReader.h"
#include "agent/engine/WorkstationReader.h"
#include "shared/core/Log.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace resync::engine {

namespace {

template<typename Row>
using RowReader = error_code (*)(JsonValue &, Row &);

/// What an envelope holds, besides the rows.
struct Envelope
{
    std::optional<long long> count;
    bool hasResults = false;
    std::size_t items = 0;
};

template<typename Row>
error_code readRow(JsonValue &item, RowReader<Row> reader, ReadPage<Row> &out)
{
    const error_code error = reader(item, out.page.rows.emplace_back());
    if (!error && mirror::idOf(out.page.rows.back()).empty()) {
        out.page.rows.pop_back();
        ++out.skipped;
    }
    return error;
}

template<typename Row>
error_code readResults(JsonValue &value, RowReader<Row> reader, ReadPage<Row> &out,
                       Envelope &envelope)
{
    envelope.hasResults = isType(value, simdjson::ondemand::json_type::array);
    return forEachItem(value, [&](JsonValue &item) {
        ++envelope.items;
        return readRow(item, reader, out);
    });
}

bool isLastPage(const Envelope &envelope, const mirror::PageRequest &asked)
{
    if (envelope.items == 0)
        return true;
    const std::size_t end = asked.offset + envelope.items;
    if (envelope.count && *envelope.count >= 0)
        return end >= static_cast<std::size_t>(*envelope.count);
    return envelope.items < asked.limit;
}

template<typename Row>
Result<ReadPage<Row>> readPage(std::string &body, const mirror::PageRequest &asked,
                               RowReader<Row> reader)
{
    ReadPage<Row> out;
    out.page.rows.reserve(std::min<std::size_t>(asked.limit, body.size() / 512));
    Envelope envelope;
    const auto read = readDocument(body, [&](JsonValue &root) {
        return forEachMember(root, [&](std::string_view key, JsonValue &value) {
            if (key == "results")
                return readResults(value, reader, out, envelope);
            return key == "count" ? engine::read(value, envelope.count) : simdjson::SUCCESS;
        });
    });
    if (!read)
        return tl::unexpected<Error>(
            read.error().during("results[" + std::to_string(envelope.items) + ']'));
    if (!envelope.hasResults)
        return fail(ErrorKind::Protocol, "the answer has no list of results");
    if (envelope.count && *envelope.count >= 0)
        out.page.total = static_cast<std::size_t>(*envelope.count);
    out.page.isLast = isLastPage(envelope, asked);
    return out;
}

} // namespace

void logSkipped(std::string_view operation, const std::string &host, std::size_t rows)
{
    if (rows > 0)
        log::warning("engine", "rows without an id skipped",
                     {{"operation", operation}, {"host", host}, {"rows", rows}});
}

Result<ReadPage<domain::Job>> readJobPage(std::string &body, const mirror::PageRequest &asked)
{
    return readPage<domain::Job>(body, asked, readJob);
}

Result<ReadPage<domain::JobStream>> readJobStreamPage(std::string &body,
                                                      const mirror::PageRequest &asked)
{
    return readPage<domain::JobStream>(body, asked, readJobStream);
}

Result<ReadPage<domain::Workstation>> readWorkstationPage(std::string &body,
                                                          const mirror::PageRequest &asked)
{
    return readPage<domain::Workstation>(body, asked, readWorkstation);
}

Result<ReadPage<domain::Resource>> readResourcePage(std::string &body,
                                                    const mirror::PageRequest &asked)
{
    return readPage<domain::Resource>(body, asked, readResource);
}

Result<ReadPage<domain::Prompt>> readPromptPage(std::string &body, const mirror::PageRequest &asked)
{
    return readPage<domain::Prompt>(body, asked, readPrompt);
}

Result<ReadPage<domain::JobDependencies>> readJobDependencyPage(std::string &body,
                                                                const mirror::PageRequest &asked)
{
    return readPage<domain::JobDependencies>(body, asked, readJobDependencies);
}

Result<ReadPage<domain::StreamDependencies>> readStreamDependencyPage(
    std::string &body, const mirror::PageRequest &asked)
{
    return readPage<domain::StreamDependencies>(body, asked, readStreamDependencies);
}

} // namespace resync::engine
