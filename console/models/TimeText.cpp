// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/TimeText.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace resync::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TimeText)
};

constexpr long long SecondsPerMinute = 60;
constexpr long long SecondsPerHour = 3600;
constexpr long long SecondsPerDay = 86400;
constexpr long long MinutesUpTo = 100; ///< "93 min", then hours

QString formatted(std::optional<Instant> at, const TimeView &view, const QString &timeFormat)
{
    if (!at)
        return unknownText();
    const QTimeZone zone = view.zone();
    const auto inZone = [&](Instant instant) {
        return QDateTime::fromMSecsSinceEpoch(instant.time_since_epoch().count(), zone);
    };
    const QDateTime local = inZone(*at);
    const bool isToday = local.date() == inZone(view.now).date();
    return local.toString(isToday ? timeFormat : QStringLiteral("yyyy-MM-dd ") + timeFormat);
}

} // namespace

QTimeZone TimeView::zone() const
{
    if (display == TimeDisplay::Local)
        return QTimeZone::systemTimeZone();
    const bool usesPlan = display == TimeDisplay::Plan && planZone.isValid();
    return usesPlan ? planZone : QTimeZone::utc();
}

QString unknownText()
{
    return QStringLiteral("–");
}

QString timeText(std::optional<Instant> at, const TimeView &view)
{
    return formatted(at, view, QStringLiteral("HH:mm:ss"));
}

QString shortTimeText(std::optional<Instant> at, const TimeView &view)
{
    return formatted(at, view, QStringLiteral("HH:mm"));
}

QString spanText(std::optional<milliseconds> span)
{
    if (!span)
        return unknownText();
    const long long seconds = std::max<long long>(span->count() / 1000, 0);
    if (seconds < SecondsPerMinute)
        return Texts::tr("%1 s").arg(seconds);
    if (seconds < MinutesUpTo * SecondsPerMinute)
        return Texts::tr("%1 min").arg(seconds / SecondsPerMinute);
    if (seconds < 2 * SecondsPerDay)
        return Texts::tr("%1 h %2 min")
            .arg(seconds / SecondsPerHour)
            .arg(seconds % SecondsPerHour / SecondsPerMinute, 2, 10, QLatin1Char('0'));
    return Texts::tr("%1 d %2 h")
        .arg(seconds / SecondsPerDay)
        .arg(seconds % SecondsPerDay / SecondsPerHour);
}

QString sizeText(std::uint64_t bytes)
{
    return QLocale().formattedDataSize(static_cast<qint64>(bytes), 1, QLocale::DataSizeSIFormat);
}

QTimeZone zoneByName(std::string_view name)
{
    if (name.empty())
        return {};
    return QTimeZone(QByteArray(name.data(), static_cast<qsizetype>(name.size())));
}

} // namespace resync::console
