// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"
#include "shared/domain/Job.h"
#include "shared/domain/JobStream.h"
#include "shared/domain/Pattern.h"
#include "shared/domain/Workstation.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace resync::domain {

/// What a filter looks at; borrowed from a row.
struct FilterSubject
{
    Status status = Status::Undecided;
    std::string_view internalStatus;
    std::string_view subStatus;
    std::string_view workstation;
    std::string_view folder;
    std::string_view stream;
    std::string_view name;
    std::optional<int> returnCode;
    std::optional<int> priority;
    std::optional<Instant> deadlineAt;
    std::optional<Instant> startAt;
    bool isLate = false;
    bool isCritical = false;

    [[nodiscard]] static FilterSubject of(const Job &job);
    [[nodiscard]] static FilterSubject of(const Workstation &workstation); ///< name and folder
    [[nodiscard]] static FilterSubject of(
        const JobStream &stream); ///< name and stream: its name; start: its schedule
};

/// The left side of a term. Text stands for none: the term is searched in name, stream and
/// workstation. Flag is "is".
enum class FilterField {
    Text,
    Status,
    Internal,
    Sub,
    Workstation,
    Stream,
    Folder,
    Name,
    ReturnCode,
    Priority,
    Deadline,
    Start,
    Flag
};

enum class FilterFlag { Late, Critical, Held };
enum class Comparison { Equal, Less, LessOrEqual, Greater, GreaterOrEqual };

/// One of the values of a term; which members count depends on the field.
struct FilterValue
{
    Pattern pattern;
    unsigned short statuses = 0; ///< bit: Status; 0: the pattern is for the internal status
    Comparison comparison = Comparison::Equal;
    long long number = 0;
    Instant time{};
    milliseconds width{0}; ///< a time given to the minute equals all of that minute
    FilterFlag flag = FilterFlag::Late;
};

struct FilterTerm
{
    FilterField field = FilterField::Text;
    bool isNegated = false;
    std::vector<FilterValue> anyOf;
    std::string source; ///< as written; times as the instants they stand for
};

/// What "06:00" means: today at \a now, at that offset from UTC.
struct FilterClock
{
    Instant now{};
    std::chrono::minutes utcOffset{0};
};

/// A filter over jobs or job streams (api.md §3): terms that must all hold. A comparison with what
/// is unknown does not hold, so the negated one does. Empty: matches everything.
class Filter
{
public:
    static constexpr std::size_t MaxLength = 1'000; ///< bytes of one query or value

    /// Adds the terms of a query: `[-][field:]value …`, comma = OR, `*` `?` wildcards, `"…"` quotes
    /// (what is quoted has no special characters), `> >= < <=` before numbers and times ("HH:MM"
    /// today, or RFC 3339). Fields: status internal sub ws stream folder name rc priority deadline
    /// start is.
    ///
    /// InvalidInput, code invalid_parameter: the message tells the character (from 1) and what is
    /// possible there, never what was written; the filter stays as it was.
    [[nodiscard]] Result<> addQuery(std::string_view query, const FilterClock &clock);

    /// Adds one term from a list parameter (`status=error&status=abend`): the values are those of
    /// the field in a query, several mean OR, none adds nothing. Errors as addQuery.
    [[nodiscard]] Result<> addValues(FilterField field, std::span<const std::string> values,
                                     const FilterClock &clock);
    void addFlag(FilterFlag flag, bool isWanted);

    [[nodiscard]] bool isEmpty() const { return m_terms.empty(); }
    [[nodiscard]] bool matches(const FilterSubject &subject) const;
    /// Two filters with the same text match the same rows (on the same day).
    [[nodiscard]] std::string text() const;
    [[nodiscard]] const std::vector<FilterTerm> &terms() const { return m_terms; }

private:
    std::vector<FilterTerm> m_terms;
};

} // namespace resync::domain
