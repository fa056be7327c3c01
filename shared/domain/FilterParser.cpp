// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/FilterParser.h"

#include "shared/core/Text.h"

#include <array>
#include <charconv>

namespace resync::domain {

namespace {

using namespace std::chrono;

struct FieldWord
{
    std::string_view word;
    FilterField field;
};

constexpr std::array FieldWords = {
    FieldWord{"status", FilterField::Status},     FieldWord{"internal", FilterField::Internal},
    FieldWord{"sub", FilterField::Sub},           FieldWord{"ws", FilterField::Workstation},
    FieldWord{"stream", FilterField::Stream},     FieldWord{"folder", FilterField::Folder},
    FieldWord{"name", FilterField::Name},         FieldWord{"rc", FilterField::ReturnCode},
    FieldWord{"priority", FilterField::Priority}, FieldWord{"deadline", FilterField::Deadline},
    FieldWord{"start", FilterField::Start},       FieldWord{"is", FilterField::Flag},
};

constexpr std::string_view FieldList =
    "status, internal, sub, ws, stream, folder, name, rc, priority, deadline, start, is";

constexpr std::array<std::string_view, 3> FlagWords = {"late", "critical", "held"};

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

bool isNumeric(FilterField field)
{
    return field == FilterField::ReturnCode || field == FilterField::Priority;
}

bool isTime(FilterField field)
{
    return field == FilterField::Deadline || field == FilterField::Start;
}

/// The term with the instants that its times stand for: "06:00" is another one tomorrow.
std::string timeTermText(const FilterTerm &term)
{
    static constexpr std::array<std::string_view, 5> Signs = {"", "<", "<=", ">", ">="};
    std::string text = term.isNegated ? "-" : "";
    text += filterFieldWord(term.field);
    char separator = ':';
    for (const FilterValue &value : term.anyOf) {
        text += separator;
        text += Signs.at(static_cast<std::size_t>(value.comparison));
        appendInstant(text, value.time);
        separator = ',';
    }
    return text;
}

/// A value as it stands in the text, quotes and wildcards recognised.
struct RawValue
{
    std::size_t at = 0; ///< where it starts
    Comparison comparison = Comparison::Equal;
    bool isCompared = false;
    Pattern pattern;
    std::string plain; ///< without the quotes
};

class Parser
{
public:
    Parser(std::string_view text, const FilterClock &clock)
        : m_text(text)
        , m_clock(clock)
    {}

    Result<std::vector<FilterTerm>> terms();
    Result<std::vector<FilterValue>> values(FilterField field, bool endAtBlank);
    [[nodiscard]] std::optional<Error> unfit() const;

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char current() const { return m_text[m_at]; }
    bool skip(char c);
    Result<FilterTerm> term();
    Result<FilterField> field();
    Result<RawValue> rawValue(bool endAtBlank);
    Comparison comparison();
    Result<FilterValue> value(FilterField field, const RawValue &raw) const;
    Result<FilterValue> statusValue(const RawValue &raw) const;
    Result<FilterValue> flagValue(const RawValue &raw) const;
    Result<FilterValue> numberValue(const RawValue &raw) const;
    Result<FilterValue> timeValue(const RawValue &raw) const;
    [[nodiscard]] std::optional<Instant> timeOfDay(std::string_view text) const;
    [[nodiscard]] Error errorAt(std::size_t at, std::string_view what) const;
    [[nodiscard]] tl::unexpected<Error> refuse(std::size_t at, std::string_view what) const
    {
        return tl::unexpected<Error>(errorAt(at, what));
    }

    std::string_view m_text;
    const FilterClock &m_clock;
    std::size_t m_at = 0;
};

Error Parser::errorAt(std::size_t at, std::string_view what) const
{
    std::size_t character = 1;
    for (const char c : m_text.substr(0, at))
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
            ++character;
    return {ErrorKind::InvalidInput, "invalid_parameter",
            "filter, character " + std::to_string(character) + ": " + std::string(what)};
}

std::optional<Error> Parser::unfit() const
{
    if (m_text.size() > Filter::MaxLength)
        return errorAt(0, "longer than " + std::to_string(Filter::MaxLength) + " bytes");
    for (std::size_t i = 0; i < m_text.size(); ++i) {
        const auto c = static_cast<unsigned char>(m_text[i]);
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return errorAt(i, "control characters are not allowed");
    }
    if (!isUtf8(m_text))
        return errorAt(0, "not UTF-8");
    return std::nullopt;
}

bool Parser::skip(char c)
{
    if (atEnd() || current() != c)
        return false;
    ++m_at;
    return true;
}

Result<std::vector<FilterTerm>> Parser::terms()
{
    std::vector<FilterTerm> found;
    for (;;) {
        while (!atEnd() && isBlank(current()))
            ++m_at;
        if (atEnd())
            return found;
        auto next = term();
        if (!next)
            return tl::unexpected(next.error());
        found.push_back(std::move(*next));
    }
}

Result<FilterTerm> Parser::term()
{
    FilterTerm made;
    const std::size_t start = m_at;
    made.isNegated = skip('-');
    const auto left = field();
    if (!left)
        return tl::unexpected(left.error());
    made.field = *left;
    auto right = values(made.field, true);
    if (!right)
        return tl::unexpected(right.error());
    made.anyOf = std::move(*right);
    made.source = isTime(made.field) ? timeTermText(made) : m_text.substr(start, m_at - start);
    return made;
}

/// "field:", or "field" directly before a comparison; Text without either.
Result<FilterField> Parser::field()
{
    const std::size_t end = m_text.find_first_of(":<>\", \t", m_at);
    if (end == std::string_view::npos ||
        (m_text[end] != ':' && m_text[end] != '<' && m_text[end] != '>'))
        return FilterField::Text;
    const auto word = m_text.substr(m_at, end - m_at);
    for (const auto &[known, field] : FieldWords) {
        if (!equalsIgnoringCase(known, word))
            continue;
        m_at = m_text[end] == ':' ? end + 1 : end;
        return field;
    }
    return refuse(m_at, "unknown field; there are " + std::string(FieldList) +
                            " (put a text with : < or > in quotes)");
}

Result<std::vector<FilterValue>> Parser::values(FilterField field, bool endAtBlank)
{
    std::vector<FilterValue> found;
    do {
        const auto raw = rawValue(endAtBlank);
        if (!raw)
            return tl::unexpected(raw.error());
        auto next = value(field, *raw);
        if (!next)
            return tl::unexpected(next.error());
        found.push_back(std::move(*next));
    } while (skip(','));
    return found;
}

Comparison Parser::comparison()
{
    if (skip('<'))
        return skip('=') ? Comparison::LessOrEqual : Comparison::Less;
    if (skip('>'))
        return skip('=') ? Comparison::GreaterOrEqual : Comparison::Greater;
    return Comparison::Equal;
}

Result<RawValue> Parser::rawValue(bool endAtBlank)
{
    RawValue raw;
    raw.at = m_at;
    raw.comparison = comparison();
    raw.isCompared = m_at > raw.at;
    bool isQuoted = false;
    bool wasQuoted = false;
    std::size_t quoteAt = 0;
    for (; !atEnd(); ++m_at) {
        const char c = current();
        if (c == '"') {
            isQuoted = !isQuoted;
            wasQuoted = true;
            quoteAt = m_at;
            continue;
        }
        if (!isQuoted && (c == ',' || (endAtBlank && isBlank(c))))
            break;
        raw.plain += c;
        if (!isQuoted && c == '*')
            raw.pattern.appendAny();
        else if (!isQuoted && c == '?')
            raw.pattern.appendOne();
        else
            raw.pattern.appendLiteral(c);
    }
    if (isQuoted)
        return refuse(quoteAt, "the quote is not closed");
    if (raw.plain.empty() && !wasQuoted)
        return refuse(m_at, "a value is missing");
    return raw;
}

Result<FilterValue> Parser::value(FilterField field, const RawValue &raw) const
{
    if (isNumeric(field))
        return numberValue(raw);
    if (isTime(field))
        return timeValue(raw);
    if (raw.isCompared)
        return refuse(raw.at, "only numbers and times can be compared");
    if (field == FilterField::Status)
        return statusValue(raw);
    if (field == FilterField::Flag)
        return flagValue(raw);
    if (field == FilterField::Text && raw.plain.empty())
        return refuse(raw.at, "the text is empty");
    FilterValue made;
    const auto word =
        field == FilterField::Internal ? internalStatusFromEngine(raw.plain) : std::string_view();
    made.pattern = word.empty() ? raw.pattern : Pattern::literal(word);
    return made;
}

Result<FilterValue> Parser::statusValue(const RawValue &raw) const
{
    FilterValue made;
    made.pattern = raw.pattern;
    for (const Status status : AllStatuses)
        if (raw.pattern.matches(toString(status)))
            made.statuses =
                static_cast<unsigned short>(made.statuses | 1U << static_cast<unsigned>(status));
    if (made.statuses != 0 || raw.pattern.hasWildcards())
        return made;
    const std::string_view word = internalStatusFromEngine(raw.plain);
    if (word.empty())
        return refuse(raw.at, "not a status; there are waiting, ready, running, successful, error, "
                              "canceled, held, undecided, blocked, suppress and the engine's "
                              "internal words");
    made.pattern = Pattern::literal(word);
    return made;
}

Result<FilterValue> Parser::flagValue(const RawValue &raw) const
{
    for (std::size_t i = 0; i < FlagWords.size(); ++i) {
        if (!equalsIgnoringCase(FlagWords.at(i), raw.plain))
            continue;
        FilterValue made;
        made.flag = static_cast<FilterFlag>(i);
        return made;
    }
    return refuse(raw.at, "not a flag; there are late, critical, held");
}

Result<FilterValue> Parser::numberValue(const RawValue &raw) const
{
    FilterValue made;
    made.comparison = raw.comparison;
    const char *end = raw.plain.data() + raw.plain.size();
    const auto [stop, problem] = std::from_chars(raw.plain.data(), end, made.number);
    if (problem != std::errc() || stop != end)
        return refuse(raw.at, "not a whole number");
    return made;
}

std::optional<Instant> Parser::timeOfDay(std::string_view text) const
{
    const bool hasForm = text.size() == 5 && text[2] == ':';
    const auto hour = hasForm ? parseNatural(text.substr(0, 2)) : std::nullopt;
    const auto minute = hasForm ? parseNatural(text.substr(3)) : std::nullopt;
    if (!hour || !minute || *hour > 23 || *minute > 59)
        return std::nullopt;
    const auto midnight = floor<days>(m_clock.now + m_clock.utcOffset) - m_clock.utcOffset;
    return midnight + hours(static_cast<int>(*hour)) + minutes(static_cast<int>(*minute));
}

Result<FilterValue> Parser::timeValue(const RawValue &raw) const
{
    FilterValue made;
    made.comparison = raw.comparison;
    const auto today = timeOfDay(raw.plain);
    const auto at = today ? today : parseInstant(raw.plain);
    if (!at)
        return refuse(raw.at, "not a time; use HH:MM for today, or RFC 3339");
    made.time = *at;
    if (made.time == floor<minutes>(made.time))
        made.width = minutes(1);
    return made;
}

} // namespace

std::string_view filterFieldWord(FilterField field)
{
    for (const auto &[word, known] : FieldWords)
        if (known == field)
            return word;
    return {};
}

std::string_view filterFlagWord(FilterFlag flag)
{
    return FlagWords.at(static_cast<std::size_t>(flag));
}

Result<std::vector<FilterTerm>> parseFilterTerms(std::string_view query, const FilterClock &clock)
{
    Parser parser(query, clock);
    if (auto error = parser.unfit())
        return tl::unexpected(std::move(*error));
    return parser.terms();
}

Result<std::vector<FilterValue>> parseFilterValues(FilterField field, std::string_view text,
                                                   const FilterClock &clock)
{
    Parser parser(text, clock);
    if (auto error = parser.unfit())
        return tl::unexpected(std::move(*error));
    return parser.values(field, false);
}

} // namespace resync::domain
