// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/DependencyListReader.h"

#include "agent/engine/DependencyCountReader.h"
#include "agent/engine/DependencyReader.h"

#include <utility>

namespace resync::engine {

namespace {

struct Row
{
    std::string id;
    std::optional<std::vector<domain::Dependency>> list;
    domain::DependencyCounts counts;

    [[nodiscard]] bool isComplete() const
    {
        const int counted = counts.total.value_or(0);
        return list ? !list->empty() || counted == 0 : counts.total == 0;
    }
};

constexpr JsonField<Row> RowFields[] = {
    {"id", [](JsonValue &v, Row &r) { return read(v, r.id); }},
    {"dependencies", [](JsonValue &v, Row &r) { return readDependencyList(v, r.list); }},
    {"dependenciesStats", [](JsonValue &v, Row &r) { return readDependencyCounts(v, r.counts); }},
};

template<typename Out, typename Id>
error_code readInto(JsonValue &value, Out &out, Id &id)
{
    Row row;
    const error_code error = readFields<RowFields>(value, row);
    out.isComplete = row.isComplete();
    if (row.list)
        out.list = std::move(*row.list);
    id = Id(std::move(row.id));
    return error;
}

} // namespace

error_code readDependencyList(JsonValue &value, std::optional<std::vector<domain::Dependency>> &out)
{
    if (!isType(value, simdjson::ondemand::json_type::array))
        return simdjson::SUCCESS;
    auto &list = out.emplace();
    return forEachItem(value, [&](JsonValue &item) {
        return isType(item, simdjson::ondemand::json_type::object)
                   ? readDependency(item, list.emplace_back())
                   : simdjson::SUCCESS;
    });
}

error_code readJobDependencies(JsonValue &value, domain::JobDependencies &out)
{
    return readInto(value, out, out.job);
}

error_code readStreamDependencies(JsonValue &value, domain::StreamDependencies &out)
{
    return readInto(value, out, out.stream);
}

} // namespace resync::engine
