// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/HistoryCodec.h"

#include "shared/protocol/FieldTable.h"

#include <array>
#include <charconv>
#include <cmath>

namespace resync::protocol {

using domain::MetricsHistory;
using domain::MetricsSeries;

namespace {

/// The shortest text that reads back as the float that was kept: 0.1, not 0.10000000149011612.
void writePoints(JsonWriter &json, const MetricsSeries &series)
{
    json.beginArray();
    for (const auto &point : series.points) {
        if (!point || !std::isfinite(*point)) {
            json.null();
            continue;
        }
        std::array<char, 32> text{};
        const auto end =
            std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(*point)).ptr;
        json.raw({text.data(), static_cast<std::size_t>(end - text.data())});
    }
    json.endArray();
}

constexpr Field<MetricsSeries> pointsField()
{
    auto made = field<&MetricsSeries::points>("points");
    made.write = writePoints;
    return made;
}

constexpr std::array SeriesFields = {
    requiredField<&MetricsSeries::name>("name"),
    field<&MetricsSeries::unit>("unit"),
    field<&MetricsSeries::labels>("labels"),
    pointsField(),
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
