// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/V1Names.h"

#include "agent/simulator/PlanJson.h"
#include "shared/core/Text.h"

#include <array>
#include <utility>

namespace resync::simulator::v1 {

namespace {

std::string encoded(const std::string &id, IdStyle style)
{
    return style.isReadable ? id : base64Encode(id);
}

/// The stream of an internal identifier; fresh streams are found by counting, carried ones by look.
std::optional<Row> streamOf(const PlanView &view, std::string_view internal)
{
    const std::vector<Stream> &streams = view.plan().streams;
    std::uint64_t serial = 0;
    for (char c : internal.substr(std::min<std::size_t>(1, internal.size()))) {
        if (c < 'A' || c > 'Z')
            return std::nullopt;
        serial = serial * 26 + static_cast<std::uint64_t>(c - 'A');
    }
    const std::uint64_t last = streams.back().serial;
    if (serial <= last && last - serial < streams.size()) {
        const auto row = static_cast<Row>(streams.size() - 1 - (last - serial));
        if (streams[row].serial == serial)
            return row;
    }
    for (Row row = 0; row < streams.size() && streams[row].isCarried; ++row) {
        if (streams[row].serial == serial)
            return row;
    }
    return std::nullopt;
}

} // namespace

std::string workstationId(const PlanView &view, Row workstation, IdStyle style)
{
    return encoded(std::string(view.plan().workstations[workstation].name()), style);
}

std::string streamId(const PlanView &view, Row row, IdStyle style)
{
    const Stream &stream = view.plan().streams[row];
    std::string id(view.plan().workstations[stream.workstation].name());
    return encoded(id + ';' + internalIdentifier(stream.serial), style);
}

std::string jobId(const PlanView &view, Row row, IdStyle style)
{
    const Job &job = view.plan().jobs[row];
    return encoded(streamId(view, job.stream, {true}) + ';' + job.name, style);
}

std::optional<Row> jobOf(const PlanView &view, std::string_view id)
{
    const Plan &plan = view.plan();
    if (const auto row = plan.ids.rowOf(IdKind::Job, id))
        return *row < plan.jobs.size() ? row : std::nullopt;
    const bool isReadable = id.find(';') != std::string_view::npos;
    const std::string text = isReadable ? std::string(id) : base64Decode(id).value_or("");
    const std::vector<std::string_view> parts = split(text, ';');
    if (parts.size() != 3)
        return std::nullopt;
    const std::optional<Row> stream = streamOf(view, parts[1]);
    if (!stream)
        return std::nullopt;
    const Span jobs = plan.streams[*stream].jobs;
    for (Row row = jobs.first; row < jobs.first + jobs.count; ++row) {
        if (plan.jobs[row].name == parts[2])
            return row;
    }
    return std::nullopt;
}

std::string_view internalWord(std::string_view v2)
{
    using Pair = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Pair, 6> Words = {{{"FAIL", "FAILED"},
                                                   {"CANCL", "CANCEL"},
                                                   {"CANCLP", "CANCELP"},
                                                   {"ABENP", "ABENDP"},
                                                   {"SUPPR", "SUPPRESS"},
                                                   {"UNDCDED", "UNKNOWN"}}};
    for (const auto &[word, spelling] : Words) {
        if (word == v2)
            return spelling;
    }
    return v2;
}

std::string_view engineWord(WorkstationType type)
{
    static constexpr std::array<std::string_view, 6> Words = {"MANAGER", "BROKER", "XA",
                                                              "AGENT",   "FTA",    "POOL"};
    return Words[static_cast<std::size_t>(type)];
}

} // namespace resync::simulator::v1
