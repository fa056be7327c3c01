// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1PageReader.h"

#include "agent/engine/JsonDocument.h"
#include "agent/engine/PromptReader.h"
#include "agent/engine/ResourceReader.h"
#include "agent/engine/V1JobReader.h"
#include "agent/engine/V1JobStreamReader.h"
#include "agent/engine/V1WorkstationReader.h"

#include <utility>

namespace resync::engine {

namespace {

template<typename Row>
Result<ReadPage<Row>> readList(std::string &body, const mirror::PageRequest &asked,
                               error_code (*reader)(JsonValue &, Row &))
{
    ReadPage<Row> out;
    std::size_t items = 0;
    const auto read = readListDocument(body, [&](JsonValue &item) {
        ++items;
        Row row;
        if (const error_code error = reader(item, row))
            return error;
        if (row.id.isEmpty())
            ++out.skipped;
        else
            out.page.rows.push_back(std::move(row));
        return simdjson::SUCCESS;
    });
    if (!read)
        return tl::unexpected<Error>(read.error().during('[' + std::to_string(items) + ']'));
    out.page.isLast = items < asked.limit;
    return out;
}

} // namespace

Result<ReadPage<domain::Job>> readV1JobPage(std::string &body, const mirror::PageRequest &asked)
{
    return readList<domain::Job>(body, asked, readV1JobRow);
}

Result<ReadPage<domain::JobStream>> readV1JobStreamPage(std::string &body,
                                                        const mirror::PageRequest &asked)
{
    return readList<domain::JobStream>(body, asked, readV1JobStream);
}

Result<ReadPage<domain::Workstation>> readV1WorkstationPage(std::string &body,
                                                            const mirror::PageRequest &asked)
{
    return readList<domain::Workstation>(body, asked, readV1Workstation);
}

Result<ReadPage<domain::Resource>> readV1ResourcePage(std::string &body,
                                                      const mirror::PageRequest &asked)
{
    return readList<domain::Resource>(body, asked, readResource);
}

Result<ReadPage<domain::Prompt>> readV1PromptPage(std::string &body,
                                                  const mirror::PageRequest &asked)
{
    return readList<domain::Prompt>(body, asked, readPrompt);
}

Result<ReadPage<domain::CriticalJob>> readV1CriticalJobPage(std::string &body,
                                                            const mirror::PageRequest &asked)
{
    return readList<domain::CriticalJob>(body, asked, readV1CriticalJob);
}

} // namespace resync::engine
