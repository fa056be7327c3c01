// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/core/Instant.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

namespace resync {

namespace {

using namespace std::chrono;

constexpr Instant FirstWritten = sys_days(year(0) / 1 / 1);
constexpr Instant LastWritten = sys_days(year(10'000) / 1 / 1) - milliseconds(1);

constexpr std::array<std::string_view, 12> MonthNames = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> DayNames = {"Sun", "Mon", "Tue", "Wed",
                                                      "Thu", "Fri", "Sat"};

/// Walks over a text; a failed step leaves it where it was.
struct Cursor
{
    std::string_view rest;

    bool skip(char c)
    {
        if (rest.empty() || rest.front() != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }

    std::optional<int> digits(std::size_t count)
    {
        if (rest.size() < count)
            return std::nullopt;
        int value = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9')
                return std::nullopt;
            value = value * 10 + (rest[i] - '0');
        }
        rest.remove_prefix(count);
        return value;
    }
};

/// Only what can be written again.
std::optional<Instant> inWrittenYears(Instant at)
{
    return at >= FirstWritten && at <= LastWritten ? std::optional(at) : std::nullopt;
}

std::optional<Instant> combine(int y, int m, int d, int hour, int minute, int second, int millis)
{
    const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                              day(static_cast<unsigned>(d))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    return Instant(sys_days(date)) + hours(hour) + minutes(minute) + seconds(second) +
           milliseconds(millis);
}

/// ".5", ".123456": thousandths, further digits are cut. Absent is 0.
std::optional<int> fraction(Cursor &in)
{
    if (!in.skip('.') && !in.skip(','))
        return 0;
    int value = 0;
    int scale = 100;
    std::size_t count = 0;
    while (const auto digit = in.digits(1)) {
        value += *digit * scale;
        scale /= 10;
        ++count;
    }
    return count > 0 ? std::optional(value) : std::nullopt;
}

/// Up to twelve digits.
std::optional<std::int64_t> wholeNumber(Cursor &in)
{
    std::int64_t value = 0;
    std::size_t count = 0;
    while (const auto digit = in.digits(1)) {
        if (++count > 12)
            return std::nullopt;
        value = value * 10 + *digit;
    }
    return count > 0 ? std::optional(value) : std::nullopt;
}

/// What a number of a duration counts; zero: nothing that is known.
milliseconds durationUnit(Cursor &in, bool inTime)
{
    if (!inTime)
        return in.skip('D') ? days(1) : milliseconds(0);
    if (in.skip('H'))
        return hours(1);
    if (in.skip('M'))
        return minutes(1);
    return in.skip('S') ? seconds(1) : milliseconds(0);
}

/// "Z", "+hh:mm", "+hhmm", "+hh" or nothing; the text must end here.
std::optional<minutes> offset(Cursor &in)
{
    if (in.rest.empty())
        return minutes(0);
    if (in.skip('Z') || in.skip('z'))
        return in.rest.empty() ? std::optional(minutes(0)) : std::nullopt;
    const int sign = in.rest.front() == '-' ? -1 : 1;
    if (!in.skip('+') && !in.skip('-'))
        return std::nullopt;
    const auto hour = in.digits(2);
    in.skip(':');
    const auto minute = in.rest.empty() ? std::optional(0) : in.digits(2);
    if (!hour || !minute || !in.rest.empty())
        return std::nullopt;
    return minutes(sign * (*hour * 60 + *minute));
}

/// Writes the last digits of \a value, \a width of them.
void writeNumber(char *to, unsigned value, std::size_t width)
{
    while (width-- > 0) {
        to[width] = static_cast<char>('0' + value % 10);
        value /= 10;
    }
}

void appendNumber(std::string &out, int value, std::size_t width)
{
    const std::size_t from = out.size();
    out.resize(from + width);
    writeNumber(out.data() + from, static_cast<unsigned>(value), width);
}

} // namespace

void appendInstant(std::string &out, Instant at)
{
    const Instant written = std::clamp(at, FirstWritten, LastWritten);
    const auto midnight = floor<days>(written);
    const year_month_day date(midnight);
    const auto time = static_cast<unsigned>((written - midnight).count());
    char text[] = "0000-00-00T00:00:00.000Z";
    writeNumber(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
    writeNumber(text + 5, static_cast<unsigned>(date.month()), 2);
    writeNumber(text + 8, static_cast<unsigned>(date.day()), 2);
    writeNumber(text + 11, time / 3'600'000, 2);
    writeNumber(text + 14, time / 60'000 % 60, 2);
    writeNumber(text + 17, time / 1000 % 60, 2);
    writeNumber(text + 20, time % 1000, 3);
    out.append(text, sizeof text - 1);
}

std::string formatInstant(Instant at)
{
    std::string out;
    out.reserve(24);
    appendInstant(out, at);
    return out;
}

std::optional<Instant> parseInstant(std::string_view text)
{
    Cursor in{text};
    const auto y = in.digits(4);
    const bool dash = in.skip('-');
    const auto m = in.digits(2);
    const bool dash2 = in.skip('-');
    const auto d = in.digits(2);
    if (!y || !m || !d || !dash || !dash2 || (!in.skip('T') && !in.skip('t') && !in.skip(' ')))
        return std::nullopt;
    const auto hour = in.digits(2);
    const bool colon = in.skip(':');
    const auto minute = in.digits(2);
    const auto second = in.skip(':') ? in.digits(2) : std::optional(0);
    if (!hour || !colon || !minute || !second)
        return std::nullopt;
    const auto millis = fraction(in);
    const auto zone = millis ? offset(in) : std::nullopt;
    if (!zone)
        return std::nullopt;
    const auto local = combine(*y, *m, *d, *hour, *minute, *second, *millis);
    return local ? inWrittenYears(*local - *zone) : std::nullopt;
}

std::optional<milliseconds> parseIsoDuration(std::string_view text)
{
    Cursor in{text};
    if (!in.skip('P'))
        return std::nullopt;
    milliseconds total(0);
    bool inTime = false;
    bool any = false;
    while (!in.rest.empty()) {
        if (!inTime && in.skip('T')) {
            inTime = true;
            continue;
        }
        const auto whole = wholeNumber(in);
        const auto thousandths = fraction(in);
        const milliseconds unit = durationUnit(in, inTime);
        if (!whole || !thousandths || unit == milliseconds(0) ||
            *whole > (LongestSpan - total) / unit)
            return std::nullopt;
        total += *whole * unit + *thousandths * unit / 1000;
        any = true;
    }
    return any && total <= LongestSpan ? std::optional(total) : std::nullopt;
}

std::string formatIsoDuration(milliseconds span)
{
    const auto total = span < milliseconds(0) ? milliseconds(0) : span;
    const hh_mm_ss time(total);
    std::string out = "PT";
    if (time.hours().count() > 0)
        out += std::to_string(time.hours().count()) + 'H';
    if (time.minutes().count() > 0)
        out += std::to_string(time.minutes().count()) + 'M';
    const auto millis = time.subseconds().count();
    if (time.seconds().count() > 0 || millis > 0 || out.size() == 2) {
        out += std::to_string(time.seconds().count());
        if (millis > 0) {
            out += '.';
            appendNumber(out, static_cast<int>(millis), 3);
        }
        out += 'S';
    }
    return out;
}

std::optional<Instant> parseHttpDate(std::string_view text)
{
    const auto comma = text.find(", ");
    if (comma == std::string_view::npos)
        return std::nullopt;
    Cursor in{text.substr(comma + 2)};
    const auto d = in.digits(2);
    in.skip(' ');
    const auto name = in.rest.substr(0, 3);
    int m = 0;
    for (std::size_t i = 0; i < MonthNames.size(); ++i)
        if (MonthNames.at(i) == name)
            m = static_cast<int>(i) + 1;
    if (m == 0 || in.rest.size() < 4)
        return std::nullopt;
    in.rest.remove_prefix(4);
    const auto y = in.digits(4);
    in.skip(' ');
    const auto hour = in.digits(2);
    in.skip(':');
    const auto minute = in.digits(2);
    in.skip(':');
    const auto second = in.digits(2);
    if (!d || !y || !hour || !minute || !second || in.rest != " GMT")
        return std::nullopt;
    const auto at = combine(*y, m, *d, *hour, *minute, *second, 0);
    return at ? inWrittenYears(*at) : std::nullopt;
}

std::string formatHttpDate(Instant at)
{
    const auto midnight = floor<days>(at);
    const year_month_day date(midnight);
    const hh_mm_ss time(at - midnight);
    std::string out(DayNames.at(weekday(midnight).c_encoding()));
    out += ", ";
    appendNumber(out, static_cast<int>(static_cast<unsigned>(date.day())), 2);
    out += ' ';
    out += MonthNames.at(static_cast<unsigned>(date.month()) - 1);
    out += ' ';
    appendNumber(out, static_cast<int>(date.year()), 4);
    out += ' ';
    appendNumber(out, static_cast<int>(time.hours().count()), 2);
    out += ':';
    appendNumber(out, static_cast<int>(time.minutes().count()), 2);
    out += ':';
    appendNumber(out, static_cast<int>(time.seconds().count()), 2);
    out += " GMT";
    return out;
}

double toSeconds(milliseconds span)
{
    return static_cast<double>(span.count()) / 1000.0;
}

} // namespace resync
