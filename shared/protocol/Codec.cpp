// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/Codec.h"

#include <array>
#include <charconv>
#include <cmath>

namespace resync::protocol {

void Codec<Instant>::read(const JsonNode &node, Instant &out)
{
    if (node.isNull())
        return;
    std::string text;
    node.read(text);
    if (const auto at = parseInstant(text))
        out = *at;
    else
        node.report("is not an RFC 3339 time");
}

void Codec<milliseconds>::write(JsonWriter &json, milliseconds span)
{
    const auto count = span.count();
    if (count % 1000 == 0) {
        json.value(count / 1000);
        return;
    }
    std::array<char, 32> text{};
    char *end = text.data();
    if (count < 0)
        *end++ = '-';
    const auto magnitude = static_cast<unsigned long long>(count < 0 ? -count : count);
    end = std::to_chars(end, text.data() + text.size(), magnitude / 1000).ptr;
    *end++ = '.';
    auto rest = static_cast<int>(magnitude % 1000);
    for (int scale = 100; rest > 0; scale /= 10) {
        *end++ = static_cast<char>('0' + rest / scale);
        rest %= scale;
    }
    json.raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

void Codec<milliseconds>::read(const JsonNode &node, milliseconds &out)
{
    constexpr double Longest = 1e12; // seconds; far beyond any plan, far below overflow
    double seconds = 0;
    node.read(seconds);
    if (std::abs(seconds) > Longest)
        node.report("is out of range");
    else
        out = milliseconds(std::llround(seconds * 1000));
}

void Codec<domain::Status>::read(const JsonNode &node, domain::Status &out)
{
    std::string word;
    node.read(word);
    out = domain::statusFromWord(word).value_or(domain::Status::Undecided);
}

void Codec<domain::StatusCounts>::writeMembers(JsonWriter &json, const domain::StatusCounts &counts)
{
    for (const domain::Status status : domain::AllStatuses)
        json.member(domain::toString(status), counts.at(static_cast<std::size_t>(status)));
}

void Codec<domain::StatusCounts>::write(JsonWriter &json, const domain::StatusCounts &counts)
{
    json.beginObject();
    writeMembers(json, counts);
    json.endObject();
}

void Codec<domain::StatusCounts>::read(const JsonNode &node, domain::StatusCounts &out)
{
    if (node.isNull() || !node.expectObject())
        return;
    for (const domain::Status status : domain::AllStatuses)
        node.member(domain::toString(status)).read(out.at(static_cast<std::size_t>(status)));
}

void Codec<NamedTexts>::write(JsonWriter &json, const NamedTexts &texts)
{
    json.beginObject();
    for (const auto &[name, text] : texts) {
        json.escapedKey(name);
        json.value(text);
    }
    json.endObject();
}

void Codec<NamedTexts>::read(const JsonNode &node, NamedTexts &out)
{
    node.forEachScalar(
        [&](const std::string &name, const std::string &text) { out.emplace_back(name, text); });
}

} // namespace resync::protocol
