// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/FolderCountReader.h"

#include "agent/engine/JsonDocument.h"

#include <utility>

namespace resync::engine {

namespace {

struct Row
{
    mirror::FolderCount count;
    std::optional<int> total;
};

/// Words that we do not know add up under Undecided, as they do in the rows.
error_code readStatuses(JsonValue &value, Row &row)
{
    if (!isType(value, simdjson::ondemand::json_type::object))
        return simdjson::SUCCESS;
    auto &counts = row.count.byStatus.emplace();
    counts.fill(0);
    return forEachMember(value, [&](std::string_view word, JsonValue &member) {
        std::optional<int> number;
        const error_code error = read(member, number);
        counts.at(static_cast<std::size_t>(domain::statusFromEngine(word))) += number.value_or(0);
        return error;
    });
}

constexpr JsonField<Row> RowFields[] = {
    {"folder", [](JsonValue &v, Row &r) { return read(v, r.count.folder); }},
    {"totalCount", [](JsonValue &v, Row &r) { return read(v, r.total); }},
    {"commonStatus", readStatuses},
};

} // namespace

Result<std::vector<mirror::FolderCount>> readFolderCounts(std::string &body)
{
    std::vector<mirror::FolderCount> out;
    const auto read = readListDocument(body, [&](JsonValue &item) {
        Row row;
        const error_code error = readFields<RowFields>(item, row);
        row.count.total = row.total.value_or(0);
        if (row.total && !row.count.folder.empty())
            out.push_back(std::move(row.count));
        return error;
    });
    if (!read)
        return tl::unexpected<Error>(read.error());
    return out;
}

} // namespace resync::engine
