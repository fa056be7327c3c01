// SPDX-License-Identifier: GPL-3.0-or-later
// Texts of instants and spans of time, as engines, clients and HTTP headers write them.
#include "shared/core/Instant.h"
#include "tests/fuzz/Fuzz.h"

#include <string_view>

using namespace resync;
using resync::fuzz::require;

namespace {

void checkInstant(Instant at)
{
    require(parseInstant(formatInstant(at)) == at, "an instant is read as it is written");
    const auto second = std::chrono::floor<std::chrono::seconds>(at);
    require(parseHttpDate(formatHttpDate(second)) == second, "a date is read as it is written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    if (const auto at = parseInstant(text))
        checkInstant(*at);
    if (const auto at = parseHttpDate(text))
        checkInstant(*at);
    if (const auto span = parseIsoDuration(text)) {
        require(*span >= milliseconds(0) && *span <= LongestSpan, "a span is of a century");
        require(parseIsoDuration(formatIsoDuration(*span)) == span,
                "a span is read as it is written");
    }
    return 0;
}
