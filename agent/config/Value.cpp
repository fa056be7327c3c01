// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Value.h"

#include "agent/telemetry/LogLevels.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <array>

namespace resync::config {

namespace {

using std::chrono::milliseconds;

constexpr std::string_view Mask = "********";
constexpr std::size_t MaxValueBytes = 64 * 1024; // as a line of a file
constexpr std::string_view HostForm =
    "must be a host, host:port or [IPv6 address]:port, or several of them between commas";

tl::unexpected<Error> refuse(std::string reason)
{
    return fail(ErrorKind::InvalidInput, std::move(reason));
}

bool hasControlCharacter(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
}

std::string numberRange(const Setting &setting)
{
    return "must be a whole number, " + std::to_string(setting.min) + "–" +
           std::to_string(setting.max);
}

Result<Value> parseNumber(const Setting &setting, std::string_view text)
{
    const auto number = parseNatural(text);
    if (!number)
        return refuse(numberRange(setting));
    if (*number < static_cast<unsigned long long>(setting.min) ||
        *number > static_cast<unsigned long long>(setting.max))
        return refuse("must be " + std::to_string(setting.min) + "–" + std::to_string(setting.max));
    return Value(static_cast<std::int64_t>(*number));
}

Result<Value> parseSpan(const Setting &setting, std::string_view text)
{
    const auto span = parseDuration(text);
    if (span && span->count() >= setting.min && span->count() <= setting.max)
        return Value(*span);
    return refuse("must be " + durationText(milliseconds(setting.min)) + "–" +
                  durationText(milliseconds(setting.max)) + " s (like 30, 30s, 2.5s or 1min)");
}

Result<Value> parseFlag(std::string_view text)
{
    static constexpr std::array<std::string_view, 4> Yes{"true", "1", "yes", "on"};
    static constexpr std::array<std::string_view, 4> No{"false", "0", "no", "off"};
    const std::string word = toLower(text);
    if (std::find(Yes.begin(), Yes.end(), word) != Yes.end())
        return Value(true);
    if (std::find(No.begin(), No.end(), word) != No.end())
        return Value(false);
    return refuse("must be true or false");
}

Result<Value> parseChoice(const Setting &setting, std::string_view text)
{
    std::string word = toLower(text);
    if (std::find(setting.choices.begin(), setting.choices.end(), word) != setting.choices.end())
        return Value(std::move(word));
    return refuse("must be " + alternatives(setting.choices));
}

/// What follows the user and password of a URL. The last @ counts: a password may hold an
/// unencoded ? or /.
std::string_view behindUser(std::string_view url)
{
    const auto start = url.find("://") + 3;
    const auto at = url.rfind('@');
    return url.substr(at != std::string_view::npos && at >= start ? at + 1 : start);
}

Result<Value> parseUrl(const Setting &setting, std::string_view text)
{
    const auto colon = text.find("://");
    const std::string scheme = toLower(text.substr(0, colon));
    const bool isKnown =
        colon != std::string_view::npos &&
        std::find(setting.choices.begin(), setting.choices.end(), scheme) != setting.choices.end();
    if (!isKnown)
        return refuse("must begin with " + alternatives(setting.choices, "://"));
    const std::string_view rest = behindUser(text);
    const bool isSocket = scheme == "unix";
    const bool isWhole = isSocket
                             ? rest.size() > 1 && rest[0] == '/'
                             : parseHostPort(rest.substr(0, rest.find_first_of("/?#"))).has_value();
    if (!isWhole || text.find(' ') != std::string_view::npos)
        return refuse("must be a whole URL: " + scheme +
                      (isSocket ? ":///path/of/the/socket"
                                : "://host or " + scheme + "://host:port (1–65535)"));
    return Value(std::string(text));
}

std::vector<std::string> parseList(std::string_view text)
{
    std::vector<std::string> parts;
    for (const std::string_view part : split(text, ',')) {
        if (const std::string_view bare = trimmed(part); !bare.empty())
            parts.emplace_back(bare);
    }
    return parts;
}

Result<Value> parseHosts(std::string_view text)
{
    if (text.find("://") != std::string_view::npos)
        return refuse(std::string(HostForm) + ", without https://");
    std::vector<HostPort> hosts;
    for (const std::string &part : parseList(text)) {
        const auto host = parseHostPort(part);
        if (!host)
            return refuse(std::string(HostForm));
        hosts.push_back(*host);
    }
    if (hosts.empty())
        return refuse(std::string(HostForm));
    return Value(std::move(hosts));
}

Result<Value> parseOwnHost(std::string_view text)
{
    auto host = parseHost(text);
    if (!host)
        return refuse("must be a host name or an address (like 0.0.0.0 or ::1), without a port");
    return Value(std::move(*host));
}

Result<Value> parseHostNames(std::string_view text)
{
    auto names = parseList(text);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!parseHost(names[i]))
            return refuse("must be host names between commas, without https://, port and "
                          "wildcard; number " +
                          std::to_string(i + 1) + " is none");
    }
    return Value(std::move(names));
}

template<typename List, typename Format>
std::string joined(const List &list, Format format)
{
    std::string text;
    for (const auto &part : list) {
        if (!text.empty())
            text += ',';
        text += format(part);
    }
    return text;
}

/// A URL without what may be secret in it.
std::string maskedUrl(std::string_view url)
{
    const auto start = url.find("://") + 3;
    const std::string_view rest = behindUser(url);
    const auto tail = rest.find_first_of("?#");
    std::string text(url.substr(0, start));
    if (rest.size() < url.size() - start)
        text.append(Mask).append("@");
    text += rest.substr(0, tail);
    if (tail != std::string_view::npos)
        text.append("?").append(Mask);
    return text;
}

} // namespace

Result<Value> parseValue(const Setting &setting, std::string_view raw)
{
    const bool keepsBlanks = setting.type == Type::Secret || setting.type == Type::Text;
    const std::string_view text = keepsBlanks ? raw : trimmed(raw);
    if (!isUtf8(text))
        return refuse("is not valid UTF-8");
    if (text.size() > MaxValueBytes)
        return refuse("is longer than 64 KiB");
    if (hasControlCharacter(text))
        return refuse("holds a line break or another control character");
    switch (setting.type) {
    case Type::Number:
        return parseNumber(setting, text);
    case Type::Duration:
        return parseSpan(setting, text);
    case Type::Flag:
        return parseFlag(text);
    case Type::Choice:
        return parseChoice(setting, text);
    case Type::Url:
        return parseUrl(setting, text);
    case Type::Secret:
        return Value(Secret(std::string(text)));
    case Type::HostList:
        return parseHosts(text);
    case Type::Host:
        return parseOwnHost(text);
    case Type::HostNames:
        return parseHostNames(text);
    case Type::List:
        return Value(parseList(text));
    case Type::LogLevels:
        return telemetry::LogLevels::parse(text).map(
            [&](const auto &) { return Value(std::string(text)); });
    case Type::Path:
        if (text.empty())
            return refuse("must be a path, not blanks");
        break;
    case Type::Text:
        break;
    }
    return Value(std::string(text));
}

std::optional<std::string> displayText(const Setting &setting, const Value &value)
{
    if (std::holds_alternative<std::monostate>(value))
        return std::nullopt;
    switch (setting.type) {
    case Type::Number:
        return std::to_string(std::get<std::int64_t>(value));
    case Type::Duration:
        return durationText(std::get<milliseconds>(value));
    case Type::Flag:
        return std::get<bool>(value) ? "true" : "false";
    case Type::Url:
        return maskedUrl(std::get<std::string>(value));
    case Type::Secret:
        return std::string(Mask);
    case Type::HostList:
        return joined(std::get<std::vector<HostPort>>(value),
                      [](const HostPort &host) { return toString(host); });
    case Type::HostNames:
    case Type::List:
        return joined(std::get<std::vector<std::string>>(value),
                      [](const std::string &part) { return part; });
    case Type::Choice:
    case Type::LogLevels:
    case Type::Text:
    case Type::Path:
    case Type::Host:
        break;
    }
    return std::get<std::string>(value);
}

bool mayBeShown(const Setting &setting, std::string_view text)
{
    return setting.type != Type::Secret && setting.type != Type::Url &&
           text.find('@') == std::string_view::npos;
}

std::optional<milliseconds> parseDuration(std::string_view text)
{
    struct Unit
    {
        std::string_view word;
        std::int64_t factor;
    };
    static constexpr std::array<Unit, 5> Units{
        {{"", 1000}, {"ms", 1}, {"s", 1000}, {"min", 60'000}, {"h", 3'600'000}}};

    const auto wordAt = std::min(text.find_first_not_of("0123456789."), text.size());
    const std::string_view word = trimmed(text.substr(wordAt));
    const auto *unit = std::find_if(Units.begin(), Units.end(),
                                    [&](const Unit &known) { return known.word == word; });
    const std::string_view number = text.substr(0, wordAt);
    const auto point = number.find('.');
    const auto whole = parseNatural(number.substr(0, point));
    constexpr unsigned long long Largest = 1'000'000'000; // no sum below overflows
    if (unit == Units.end() || !whole || *whole > Largest)
        return std::nullopt;
    std::int64_t thousandths = static_cast<std::int64_t>(*whole) * 1000;
    if (point != std::string_view::npos) {
        std::string decimals(number.substr(point + 1));
        const bool fits = !decimals.empty() && decimals.size() <= 3;
        decimals.resize(3, '0');
        const auto fraction = fits ? parseNatural(decimals) : std::nullopt;
        if (!fraction)
            return std::nullopt;
        thousandths += static_cast<std::int64_t>(*fraction);
    }
    return milliseconds(thousandths * unit->factor / 1000);
}

std::string durationText(milliseconds span)
{
    std::string text = std::to_string(span.count() / 1000);
    if (const auto rest = span.count() % 1000; rest != 0) {
        std::string decimals = std::to_string(1000 + rest).substr(1);
        decimals.erase(decimals.find_last_not_of('0') + 1);
        text += '.' + decimals;
    }
    return text;
}

std::string alternatives(std::span<const std::string_view> words, std::string_view suffix)
{
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0)
            text += i + 1 == words.size() ? " or " : ", ";
        text += words[i];
        text += suffix;
    }
    return text;
}

} // namespace resync::config
