// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1PageReader.h"

#include "agent/engine/JsonDocument.h"
#include "agent/engine/PromptReader.h"
#include "agent/engine/ResourceReader.h"
#include "agent/engine/V1DependencyReader.h"
#include "agent/engine/V1JobReader.h"
#include "agent/engine/V1JobStreamReader.h"
#include "agent/engine/V1WorkstationReader.h"

#include <utility>

namespace resync::engine {

namespace {

template<typename Row>
Result<ReadPage<Row>> readList(std::string &body, const V1Window &window,
                               error_code (*reader)(JsonValue &, Row &))
{
    ReadPage<Row> out;
    std::size_t items = 0;
    const auto read = readListDocument(body, [&](JsonValue &item) {
        const std::size_t at = items++;
        if (at < window.first || at - window.first >= window.most)
            return simdjson::SUCCESS;
        Row row;
        if (const error_code error = reader(item, row))
            return error;
        if (!mirror::idOf(row).empty())
            out.page.rows.push_back(std::move(row));
        else
            ++out.skipped;
        return simdjson::SUCCESS;
    });
    if (!read)
        return tl::unexpected<Error>(read.error().during('[' + std::to_string(items) + ']'));
    out.page.isLast = items < window.asked && items <= window.first + window.most;
    return out;
}

} // namespace

Result<ReadPage<domain::Job>> readV1JobPage(std::string &body, const V1Window &window)
{
    return readList<domain::Job>(body, window, readV1JobRow);
}

Result<ReadPage<domain::JobStream>> readV1JobStreamPage(std::string &body, const V1Window &window)
{
    return readList<domain::JobStream>(body, window, readV1JobStream);
}

Result<ReadPage<domain::Workstation>> readV1WorkstationPage(std::string &body,
                                                            const V1Window &window)
{
    return readList<domain::Workstation>(body, window, readV1Workstation);
}

Result<ReadPage<domain::Resource>> readV1ResourcePage(std::string &body, const V1Window &window)
{
    return readList<domain::Resource>(body, window, readResource);
}

Result<ReadPage<domain::Prompt>> readV1PromptPage(std::string &body, const V1Window &window)
{
    return readList<domain::Prompt>(body, window, readPrompt);
}

Result<ReadPage<domain::JobDependencies>> readV1JobDependencyPage(std::string &body,
                                                                  const V1Window &window)
{
    return readList<domain::JobDependencies>(body, window, readV1JobDependencies);
}

Result<ReadPage<domain::StreamDependencies>> readV1StreamDependencyPage(std::string &body,
                                                                        const V1Window &window)
{
    return readList<domain::StreamDependencies>(body, window, readV1StreamDependencies);
}

Result<ReadPage<domain::CriticalJob>> readV1CriticalJobPage(std::string &body,
                                                            const V1Window &window)
{
    return readList<domain::CriticalJob>(body, window, readV1CriticalJob);
}

} // namespace resync::engine
