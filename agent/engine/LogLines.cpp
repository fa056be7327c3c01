// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/LogLines.h"

#include "shared/core/Text.h"

#include <algorithm>

namespace resync::engine {

namespace {

constexpr std::size_t MaxLineBytes = 64U << 10U;
constexpr std::string_view Replacement = "\xEF\xBF\xBD";

std::string asUtf8(std::string_view text)
{
    if (text.size() <= MaxLineBytes && isUtf8(text))
        return std::string(text);
    std::string out;
    while (!text.empty() && out.size() + 4 <= MaxLineBytes) {
        const std::size_t length = utf8SequenceLength(text);
        out += length == 0 ? Replacement : text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

} // namespace

std::vector<domain::LogLine> logLines(std::string_view text, std::uint64_t first)
{
    std::vector<domain::LogLine> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        lines.push_back({first + lines.size(), asUtf8(line)});
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace resync::engine
