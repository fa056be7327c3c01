// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/JobIndex.h"

#include "console/models/JobText.h"
#include "console/models/StateKind.h"

#include <algorithm>
#include <compare>
#include <string_view>

namespace resync::console {

namespace {

/// A job's value in one column, made once a job instead of once a comparison.
struct SortKey
{
    bool isUnknown = false;
    qint64 number = 0;
    std::string_view text; ///< of the job's name where it is one; compared before \c tail
    std::string_view tail;
    quint32 position = 0;
};

SortKey numberKey(std::optional<qint64> number)
{
    SortKey key;
    key.isUnknown = !number;
    key.number = number.value_or(0);
    return key;
}

SortKey textKey(std::string_view text, std::string_view tail = {})
{
    SortKey key;
    key.isUnknown = text.empty() && tail.empty();
    key.text = text;
    key.tail = tail;
    return key;
}

std::optional<qint64> ticks(std::optional<Instant> at)
{
    return at ? std::optional<qint64>(at->time_since_epoch().count()) : std::nullopt;
}

std::optional<qint64> ticks(std::optional<milliseconds> span)
{
    return span ? std::optional<qint64>(span->count()) : std::nullopt;
}

SortKey keyOf(const domain::Job &job, const JobQuery &query)
{
    switch (query.order) {
    case JobOrder::State:
        return numberKey(static_cast<qint64>(stateOf(job)));
    case JobOrder::Name:
        return textKey(job.name);
    case JobOrder::Stream:
        return textKey(job.folder, job.stream.name);
    case JobOrder::Workstation:
        return textKey(job.workstation);
    case JobOrder::Started:
        return numberKey(ticks(job.run ? job.run->startedAt : std::nullopt));
    case JobOrder::RunSpan:
        return numberKey(ticks(runSpan(job, query.asOf)));
    case JobOrder::Usual:
        return numberKey(ticks(job.run ? job.run->estimated : std::nullopt));
    case JobOrder::ReturnCode:
        return numberKey(job.returnCode);
    case JobOrder::Deadline:
        return numberKey(ticks(job.deadlineAt));
    case JobOrder::Id:
        break;
    }
    return {};
}

std::strong_ordering compareValues(const SortKey &a, const SortKey &b)
{
    if (const auto order = a.number <=> b.number; order != 0)
        return order;
    if (const auto order = a.text <=> b.text; order != 0)
        return order;
    return a.tail <=> b.tail;
}

bool comesFirst(const SortKey &a, const SortKey &b, bool isDescending)
{
    if (a.isUnknown != b.isUnknown)
        return b.isUnknown;
    const auto order = compareValues(a, b);
    if (order != 0)
        return isDescending ? order > 0 : order < 0;
    return a.position < b.position;
}

} // namespace

std::vector<quint32> selectJobs(const std::vector<domain::Job> &rows, const JobQuery &query)
{
    std::vector<SortKey> keys;
    keys.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (query.filter.isEmpty() || query.filter.matches(domain::FilterSubject::of(rows[i]))) {
            keys.push_back(keyOf(rows[i], query));
            keys.back().position = static_cast<quint32>(i);
        }
    if (query.order != JobOrder::Id || query.isDescending)
        std::sort(keys.begin(), keys.end(), [&](const SortKey &a, const SortKey &b) {
            return comesFirst(a, b, query.isDescending);
        });
    std::vector<quint32> out;
    out.reserve(keys.size());
    for (const SortKey &key : keys)
        out.push_back(key.position);
    return out;
}

} // namespace resync::console
