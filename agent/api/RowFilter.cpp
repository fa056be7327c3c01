// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/RowFilter.h"

#include <algorithm>
#include <string>
#include <utility>

namespace resync::api {

namespace {

using domain::Filter;
using domain::FilterClock;
using domain::FilterField;
using domain::FilterFlag;

constexpr std::size_t MostQueries = 10; ///< each is tried on every row

void readValues(QueryReader &query, std::string_view name, FilterField field,
                const FilterClock &clock, Filter &filter)
{
    const auto added = filter.addValues(field, query.texts(name), clock);
    if (!added)
        query.reject(name, std::string(name) + ": " + added.error().message);
}

void readFlag(QueryReader &query, std::string_view name, FilterFlag flag, Filter &filter)
{
    const auto wanted = query.flags(name);
    if (wanted.empty())
        return;
    const bool isAnyFine = std::find(wanted.begin(), wanted.end(), !wanted.front()) != wanted.end();
    if (!isAnyFine)
        filter.addFlag(flag, wanted.front());
}

void readQueries(QueryReader &query, const FilterClock &clock, RowFilter &filter)
{
    const auto texts = query.texts("q");
    if (texts.size() > MostQueries) {
        query.reject("q", "q: may be given " + std::to_string(MostQueries) + " times at most");
        return;
    }
    for (const std::string &text : texts) {
        Filter &into = texts.size() == 1 ? filter.terms : filter.queries.emplace_back();
        const auto added = into.addQuery(text, clock);
        if (!added)
            query.reject("q", "q: " + added.error().message);
    }
}

} // namespace

bool RowFilter::matches(const domain::FilterSubject &subject) const
{
    return terms.matches(subject) &&
           (queries.empty() || std::any_of(queries.begin(), queries.end(), [&](const Filter &each) {
                return each.matches(subject);
            }));
}

std::string RowFilter::text() const
{
    std::string text = terms.text();
    for (const Filter &each : queries)
        (text += '\0') += each.text(); // no parameter holds a NUL
    return text;
}

RowFilter readRowFilter(QueryReader &query, FilterParameters parameters, Instant now)
{
    const FilterClock clock{now};
    RowFilter made;
    Filter &filter = made.terms;
    readValues(query, "folder", FilterField::Folder, clock, filter);
    if (parameters == FilterParameters::Workstations)
        return made;
    if (parameters == FilterParameters::Resources) {
        readValues(query, "workstation", FilterField::Workstation, clock, filter);
        return made;
    }
    readValues(query, "status", FilterField::Status, clock, filter);
    readValues(query, "internal_status", FilterField::Internal, clock, filter);
    readValues(query, "workstation", FilterField::Workstation, clock, filter);
    readFlag(query, "late", FilterFlag::Late, filter);
    readQueries(query, clock, made);
    if (parameters != FilterParameters::JobStreams)
        readValues(query, "jobstream", FilterField::Stream, clock, filter);
    if (parameters == FilterParameters::Jobs)
        readFlag(query, "critical", FilterFlag::Critical, filter);
    return made;
}

} // namespace resync::api
