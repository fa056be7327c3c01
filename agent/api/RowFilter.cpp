// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/RowFilter.h"

namespace resync::api {

namespace {

using domain::Filter;
using domain::FilterClock;
using domain::FilterField;
using domain::FilterFlag;

void readValues(QueryReader &query, std::string_view name, FilterField field,
                const FilterClock &clock, Filter &filter)
{
    const auto added = filter.addValues(field, query.texts(name), clock);
    if (!added)
        query.reject(name, std::string(name) + ": " + added.error().message);
}

void readFlag(QueryReader &query, std::string_view name, FilterFlag flag, Filter &filter)
{
    if (const auto isWanted = query.flag(name))
        filter.addFlag(flag, *isWanted);
}

void readQuery(QueryReader &query, const FilterClock &clock, Filter &filter)
{
    const std::string *text = query.text("q");
    if (text == nullptr)
        return;
    const auto added = filter.addQuery(*text, clock);
    if (!added)
        query.reject("q", "q: " + added.error().message);
}

} // namespace

Filter readRowFilter(QueryReader &query, FilterParameters parameters, Instant now)
{
    const FilterClock clock{now};
    Filter filter;
    readValues(query, "folder", FilterField::Folder, clock, filter);
    if (parameters == FilterParameters::Workstations)
        return filter;
    if (parameters == FilterParameters::Resources) {
        readValues(query, "workstation", FilterField::Workstation, clock, filter);
        return filter;
    }
    readValues(query, "status", FilterField::Status, clock, filter);
    readValues(query, "internal_status", FilterField::Internal, clock, filter);
    readValues(query, "workstation", FilterField::Workstation, clock, filter);
    readFlag(query, "late", FilterFlag::Late, filter);
    readQuery(query, clock, filter);
    if (parameters != FilterParameters::JobStreams)
        readValues(query, "jobstream", FilterField::Stream, clock, filter);
    if (parameters == FilterParameters::Jobs)
        readFlag(query, "critical", FilterFlag::Critical, filter);
    return filter;
}

} // namespace resync::api
