// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/V1LogReader.h"

#include "agent/engine/JsonDocument.h"
#include "shared/core/Text.h"

#include <limits>
#include <utility>

namespace resync::engine {

namespace {

struct Row
{
    V1LogPage page;
    std::optional<bool> isLast;
    std::optional<long long> fileNumber;
};

error_code readFileId(JsonValue &value, Row &row)
{
    if (isType(value, simdjson::ondemand::json_type::string))
        return read(value, row.page.fileId);
    return read(value, row.fileNumber);
}

constexpr JsonField<Row> RowFields[] = {
    {"log", [](JsonValue &v, Row &r) { return read(v, r.page.text); }},
    {"lastPage", [](JsonValue &v, Row &r) { return read(v, r.isLast); }},
    {"fileId", readFileId},
};

} // namespace

Result<V1LogPage> readV1LogPage(std::string &body)
{
    Row row;
    const auto read =
        readDocument(body, [&](JsonValue &root) { return readFields<RowFields>(root, row); });
    if (!read)
        return tl::unexpected<Error>(read.error());
    if (row.fileNumber)
        row.page.fileId = std::to_string(*row.fileNumber);
    row.page.isLast = row.isLast.value_or(true);
    return std::move(row.page);
}

Result<int> readV1Count(std::string &body)
{
    std::string_view text = trimmed(body);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = trimmed(text.substr(1, text.size() - 2));
    const auto number = parseNatural(text);
    if (!number || *number > static_cast<unsigned long long>(std::numeric_limits<int>::max()))
        return fail(ErrorKind::Protocol, "the answer is no count");
    return static_cast<int>(*number);
}

} // namespace resync::engine
