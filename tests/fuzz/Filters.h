// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Filter.h"
#include "tests/fuzz/Fuzz.h"
#include "tests/support/Rows.h"

#include <array>
#include <string>

namespace resync::fuzz {

/// What the times of the filters are relative to.
inline domain::FilterClock filterClock()
{
    return {test::at(0)};
}

/// Rows of many kinds, so that filters which differ show it.
inline bool matchAlike(const domain::Filter &a, const domain::Filter &b)
{
    static const std::array jobs = [] {
        std::array<domain::Job, 5> made;
        made[0] = test::fullJob();
        made[1].name = "A B";
        made[1].workstation = "/AGT A";
        made[2] = test::fullJob();
        made[2].status = domain::Status::Held;
        made[2].internalStatus = "hold";
        made[2].returnCode = -1;
        made[3].folder = "/";
        made[3].stream.name = "a,\"b\"*?";
        made[3].internalStatus = "b";
        made[4].priority = 0;
        made[4].deadlineAt = test::at(0) + milliseconds(1);
        made[4].flags.set(domain::JobFlag::Late);
        return made;
    }();
    return std::all_of(jobs.begin(), jobs.end(), [&](const domain::Job &job) {
        const auto subject = domain::FilterSubject::of(job);
        return a.matches(subject) == b.matches(subject);
    });
}

inline bool isAlike(const domain::FilterValue &a, const domain::FilterValue &b)
{
    return a.pattern.text() == b.pattern.text() && a.statuses == b.statuses &&
           a.comparison == b.comparison && a.number == b.number && a.time == b.time &&
           a.width == b.width && a.flag == b.flag;
}

inline bool isAlike(const domain::FilterTerm &a, const domain::FilterTerm &b)
{
    return a.field == b.field && a.isNegated == b.isNegated && a.source == b.source &&
           std::equal(a.anyOf.begin(), a.anyOf.end(), b.anyOf.begin(), b.anyOf.end(),
                      [](const auto &x, const auto &y) { return isAlike(x, y); });
}

/// The text of a filter is a query that makes the same filter: answers are remembered by it.
inline void checkText(const domain::Filter &filter)
{
    const std::string text = filter.text();
    require(text.find('\n') == std::string::npos, "the text of a filter is one line");
    if (text.size() > domain::Filter::MaxLength)
        return; // times grow when they are written out
    domain::Filter again;
    require(again.addQuery(text, filterClock()).has_value(), "the text of a filter is a query");
    require(std::equal(filter.terms().begin(), filter.terms().end(), again.terms().begin(),
                       again.terms().end(),
                       [](const auto &x, const auto &y) { return isAlike(x, y); }),
            "the text of a filter has its terms");
    require(matchAlike(filter, again), "the text of a filter matches what it does");
}

} // namespace resync::fuzz
