// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/TimeZone.h"

#include <QDateTime>
#include <QTimeZone>

#include <array>
#include <cstdio>

namespace resync {

struct TimeZone::Zone
{
    QTimeZone zone;
};

TimeZone::TimeZone(std::string_view name)
{
    QTimeZone zone(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
    if (zone.isValid() && name != "UTC")
        m_zone = std::make_shared<const Zone>(Zone{std::move(zone)});
}

std::string TimeZone::clockTime(Instant at) const
{
    using namespace std::chrono;
    auto local = at;
    if (m_zone)
        local += seconds(m_zone->zone.offsetFromUtc(
            QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), Qt::UTC)));
    const auto sinceMidnight = floor<minutes>(local - floor<days>(local)).count();
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", static_cast<int>(sinceMidnight / 60),
                  static_cast<int>(sinceMidnight % 60));
    return std::string(text.data()) + (m_zone ? "" : " UTC");
}

} // namespace resync
