// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/MetricsReader.h"

#include "shared/core/Text.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string>

namespace resync::engine {

namespace {

constexpr std::size_t MaxLines = 200'000;
constexpr std::size_t MaxLineBytes = 4096;
constexpr std::size_t MaxLabelBytes = 128;
constexpr std::string_view OurPrefix = "application_wa_";

/// `name{label="value"} 1.0`, as far as it is of interest.
struct Sample
{
    std::string_view name;
    std::string_view labels; ///< between the braces
    double value = 0;
};

/// The end of the labels, quoted braces passed over; npos: there is none.
std::size_t closingBrace(std::string_view text)
{
    bool isQuoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isQuoted && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            isQuoted = !isQuoted;
        else if (text[i] == '}' && !isQuoted)
            return i;
    }
    return std::string_view::npos;
}

std::optional<double> readNumber(std::string_view text)
{
    text = trimmed(text);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = end == text.data() + text.size() || *end == ' ' || *end == '\t';
    if (error != std::errc() || !isWhole || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::optional<Sample> readSample(std::string_view line)
{
    if (line.substr(0, OurPrefix.size()) != OurPrefix || line.size() > MaxLineBytes)
        return std::nullopt;
    Sample sample;
    const std::size_t nameEnd = line.find_first_of("{ \t");
    if (nameEnd == std::string_view::npos)
        return std::nullopt;
    sample.name = line.substr(0, nameEnd);
    std::string_view rest = line.substr(nameEnd);
    if (rest.front() == '{') {
        const std::size_t end = closingBrace(rest);
        if (end == std::string_view::npos)
            return std::nullopt;
        sample.labels = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
    }
    const auto number = readNumber(rest);
    if (!number)
        return std::nullopt;
    sample.value = *number;
    return sample;
}

/// The value of the first label, which names the message file whatever the label is called.
std::string firstLabelValue(std::string_view labels)
{
    const std::size_t begin = labels.find('"');
    if (begin == std::string_view::npos)
        return {};
    const std::size_t end = labels.find('"', begin + 1);
    if (end == std::string_view::npos)
        return {};
    const std::string_view value = labels.substr(begin + 1, end - begin - 1);
    return value.size() <= MaxLabelBytes && isUtf8(value) ? std::string(value) : std::string();
}

bool isNamed(const Sample &sample, std::string_view beginning)
{
    return sample.name.substr(OurPrefix.size()).starts_with(beginning);
}

void take(const Sample &sample, mirror::EngineMetrics &out)
{
    if (isNamed(sample, "DB_connected")) {
        out.isDatabaseConnected = sample.value > 0;
    } else if (isNamed(sample, "msgFileFill_percent")) {
        if (sample.value <= out.fullestMessageFilePercent.value_or(-1))
            return;
        out.fullestMessageFilePercent = sample.value;
        out.fullestMessageFile = firstLabelValue(sample.labels);
    } else if (isNamed(sample, "workstation_linked")) {
        auto &count = sample.value > 0 ? out.linkedWorkstations : out.unlinkedWorkstations;
        count = count.value_or(0) + 1;
    }
}

} // namespace

Result<mirror::EngineMetrics> readEngineMetrics(std::string_view text)
{
    mirror::EngineMetrics out;
    bool hasOurs = false;
    for (std::size_t lines = 0; !text.empty() && lines < MaxLines; ++lines) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const auto sample = readSample(trimmed(text.substr(0, end)))) {
            hasOurs = true;
            take(*sample, out);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!hasOurs)
        return fail(ErrorKind::Protocol, "the answer has no metrics of the engine");
    if (out.linkedWorkstations || out.unlinkedWorkstations) { // told of one kind: none of the other
        out.linkedWorkstations = out.linkedWorkstations.value_or(0);
        out.unlinkedWorkstations = out.unlinkedWorkstations.value_or(0);
    }
    return out;
}

} // namespace resync::engine
