// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/settings/Settings.h"
#include "shared/core/Instant.h"

#include <QLocale>
#include <QString>
#include <QTimeZone>

#include <optional>
#include <string_view>

namespace resync::console {

/// How instants are shown: in whose zone, and which day is today.
struct TimeView
{
    TimeDisplay display = TimeDisplay::Plan;
    QTimeZone planZone; ///< invalid: not known; then UTC is shown
    Instant now{};

    [[nodiscard]] QTimeZone zone() const;
    bool operator==(const TimeView &) const = default;
};

/// "–": what stands for an unknown value.
[[nodiscard]] QString unknownText();
/// "02:14:08", "2026-11-24 02:14:08" when it is not today; "–" for none.
[[nodiscard]] QString timeText(std::optional<Instant> at, const TimeView &view);
/// The same to the minute: "02:31".
[[nodiscard]] QString shortTimeText(std::optional<Instant> at, const TimeView &view);
/// "12 s", "9 min", "3 h 05 min", "2 d 4 h"; negative is written as zero; "–" for none.
[[nodiscard]] QString spanText(std::optional<milliseconds> span);
/// "26.3 MB", by the locale.
[[nodiscard]] QString sizeText(std::uint64_t bytes);
/// A zone by its IANA name; invalid when it is empty or unknown.
[[nodiscard]] QTimeZone zoneByName(std::string_view name);

} // namespace resync::console
