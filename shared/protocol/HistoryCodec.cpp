// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/HistoryCodec.h"

#include "shared/protocol/FieldTable.h"

#include <array>

namespace resync::protocol {

using domain::MetricsHistory;
using domain::MetricsSeries;

namespace {

constexpr std::array SeriesFields = {
    requiredField<&MetricsSeries::name>("name"),
    field<&MetricsSeries::unit>("unit"),
    field<&MetricsSeries::labels>("labels"),
    field<&MetricsSeries::points>("points"),
};

void writeStep(JsonWriter &json, const MetricsHistory &history)
{
    json.value(history.step.count());
}

void readStep(const JsonNode &node, MetricsHistory &history)
{
    long long step = 0;
    node.read(step);
    history.step = std::chrono::seconds(step);
}

} // namespace

template<>
struct Codec<MetricsSeries>
{
    static void write(JsonWriter &json, const MetricsSeries &series)
    {
        writeObject(json, series, SeriesFields);
    }
    static void read(const JsonNode &node, MetricsSeries &out)
    {
        readObject(node, out, SeriesFields);
    }
};

namespace {

constexpr std::array Fields = {
    Field<MetricsHistory>{{}, "step_seconds", writeStep, readStep},
    field<&MetricsHistory::from>("from"),
    field<&MetricsHistory::to>("to"),
    field<&MetricsHistory::series>("series"),
};

} // namespace

void Codec<MetricsHistory>::write(JsonWriter &json, const MetricsHistory &history)
{
    writeObject(json, history, Fields);
}

void Codec<MetricsHistory>::read(const JsonNode &node, MetricsHistory &out)
{
    readObject(node, out, Fields);
}

Result<MetricsHistory> readMetricsHistory(std::string_view text)
{
    return readDocument<MetricsHistory>(text, Codec<MetricsHistory>::read);
}

} // namespace resync::protocol
