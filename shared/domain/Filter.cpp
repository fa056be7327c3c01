// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Filter.h"

#include "shared/domain/FilterParser.h"

#include <algorithm>
#include <iterator>

namespace resync::domain {

namespace {

template<typename T>
bool holds(Comparison comparison, T left, T right)
{
    switch (comparison) {
    case Comparison::Less:
        return left < right;
    case Comparison::LessOrEqual:
        return left <= right;
    case Comparison::Greater:
        return left > right;
    case Comparison::GreaterOrEqual:
        return left >= right;
    case Comparison::Equal:
        break;
    }
    return left == right;
}

bool matchesStatus(const FilterValue &value, const FilterSubject &subject)
{
    if (value.statuses != 0)
        return ((value.statuses >> static_cast<unsigned>(subject.status)) & 1U) != 0;
    return value.pattern.matches(subject.internalStatus);
}

bool matchesText(const FilterValue &value, const FilterSubject &subject)
{
    const Pattern &pattern = value.pattern;
    if (pattern.hasWildcards())
        return pattern.matches(subject.name) ||
               pattern.matchesPath(subject.folder, subject.stream) ||
               pattern.matchesPath(subject.workstation);
    return pattern.isIn(subject.name) || pattern.isIn(subject.folder, subject.stream) ||
           pattern.isIn(subject.workstation);
}

bool matchesNumber(const FilterValue &value, std::optional<int> number)
{
    return number && holds<long long>(value.comparison, *number, value.number);
}

bool matchesTime(const FilterValue &value, std::optional<Instant> time)
{
    if (!time)
        return false;
    if (value.comparison == Comparison::Equal && value.width > milliseconds(0))
        return *time >= value.time && *time < value.time + value.width;
    return holds(value.comparison, *time, value.time);
}

bool matchesFlag(const FilterValue &value, const FilterSubject &subject)
{
    switch (value.flag) {
    case FilterFlag::Late:
        return subject.isLate;
    case FilterFlag::Critical:
        return subject.isCritical;
    case FilterFlag::Held:
        break;
    }
    return subject.status == Status::Held;
}

bool matchesValue(FilterField field, const FilterValue &value, const FilterSubject &subject)
{
    switch (field) {
    case FilterField::Status:
        return matchesStatus(value, subject);
    case FilterField::Internal:
        return value.pattern.matches(subject.internalStatus);
    case FilterField::Sub:
        return value.pattern.matches(subject.subStatus);
    case FilterField::Workstation:
        return value.pattern.matchesPath(subject.workstation);
    case FilterField::Stream:
        return value.pattern.matchesPath(subject.folder, subject.stream);
    case FilterField::Folder:
        return value.pattern.matchesPath(subject.folder);
    case FilterField::Name:
        return value.pattern.matches(subject.name);
    case FilterField::ReturnCode:
        return matchesNumber(value, subject.returnCode);
    case FilterField::Priority:
        return matchesNumber(value, subject.priority);
    case FilterField::Deadline:
        return matchesTime(value, subject.deadlineAt);
    case FilterField::Start:
        return matchesTime(value, subject.startAt);
    case FilterField::Flag:
        return matchesFlag(value, subject);
    case FilterField::Text:
        break;
    }
    return matchesText(value, subject);
}

/// A list parameter's value as a value of a query, where a blank outside of quotes would end it.
std::string withQuotedBlanks(std::string_view text)
{
    std::string out;
    bool isQuoted = false;
    for (const char c : text) {
        if (c == '"')
            isQuoted = !isQuoted;
        const bool endsValue = !isQuoted && (c == ' ' || c == '\t');
        if (endsValue)
            out += {'"', c, '"'};
        else
            out += c;
    }
    return out;
}

} // namespace

FilterSubject FilterSubject::of(const Job &job)
{
    return {job.status,
            job.internalStatus,
            job.subStatus,
            job.workstation,
            job.folder,
            job.stream.name,
            job.name,
            job.returnCode,
            job.priority,
            job.deadlineAt,
            job.startAt,
            job.flags.has(JobFlag::Late),
            job.flags.has(JobFlag::Critical)};
}

FilterSubject FilterSubject::of(const JobStream &stream)
{
    FilterSubject subject;
    subject.status = stream.status;
    subject.internalStatus = stream.internalStatus;
    subject.workstation = stream.workstation;
    subject.folder = stream.folder;
    subject.stream = stream.name;
    subject.name = stream.name;
    subject.priority = stream.priority;
    subject.deadlineAt = stream.deadlineAt;
    subject.startAt = stream.scheduledAt;
    subject.isLate = stream.late.value_or(false);
    return subject;
}

FilterSubject FilterSubject::of(const Workstation &workstation)
{
    FilterSubject subject;
    subject.workstation = workstation.name;
    subject.folder = workstation.folder;
    subject.name = workstation.name;
    return subject;
}

Result<> Filter::addQuery(std::string_view query, const FilterClock &clock)
{
    auto terms = parseFilterTerms(query, clock);
    if (!terms)
        return tl::unexpected(terms.error());
    m_terms.insert(m_terms.end(), std::make_move_iterator(terms->begin()),
                   std::make_move_iterator(terms->end()));
    return {};
}

Result<> Filter::addValues(FilterField field, std::span<const std::string> values,
                           const FilterClock &clock)
{
    FilterTerm term;
    term.field = field;
    for (const std::string &text : values) {
        auto parsed = parseFilterValues(field, text, clock);
        if (!parsed)
            return tl::unexpected(parsed.error());
        term.anyOf.insert(term.anyOf.end(), parsed->begin(), parsed->end());
        term.source += term.source.empty() ? std::string(filterFieldWord(field)) + ':' : ",";
        term.source += withQuotedBlanks(text);
    }
    if (!term.anyOf.empty())
        m_terms.push_back(std::move(term));
    return {};
}

void Filter::addFlag(FilterFlag flag, bool isWanted)
{
    FilterTerm term;
    term.field = FilterField::Flag;
    term.isNegated = !isWanted;
    term.anyOf.emplace_back().flag = flag;
    term.source = std::string(isWanted ? "is:" : "-is:") + std::string(filterFlagWord(flag));
    m_terms.push_back(std::move(term));
}

bool Filter::matches(const FilterSubject &subject) const
{
    return std::all_of(m_terms.begin(), m_terms.end(), [&](const FilterTerm &term) {
        const bool isAny =
            std::any_of(term.anyOf.begin(), term.anyOf.end(), [&](const FilterValue &value) {
                return matchesValue(term.field, value, subject);
            });
        return isAny != term.isNegated;
    });
}

std::string Filter::text() const
{
    std::string out;
    for (const FilterTerm &term : m_terms) {
        if (!out.empty())
            out += ' ';
        out += term.source;
    }
    return out;
}

} // namespace resync::domain
