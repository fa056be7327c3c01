// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/V1Filter.h"

#include "agent/simulator/Oql.h"
#include "agent/simulator/V1Names.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace resync::simulator::v1 {

namespace {

using nlohmann::json;

/// Reads the members of one object; the first that does not fit is remembered.
class Reader
{
public:
    explicit Reader(const json &object)
        : m_object(object)
    {}

    void read(const char *name, std::string &into)
    {
        if (const json *value = find(name)) {
            if (value->is_string())
                into = value->get<std::string>();
            else
                m_wrong = name;
        }
    }

    void read(const char *name, std::vector<std::string> &into)
    {
        const json *value = find(name);
        if (!value)
            return;
        if (!value->is_array())
            m_wrong = name;
        for (const json &item : *value) {
            if (item.is_string())
                into.push_back(item.get<std::string>());
            else
                m_wrong = name;
        }
    }

    void read(const char *name, std::optional<bool> &into)
    {
        if (const json *value = find(name)) {
            if (value->is_boolean())
                into = value->get<bool>();
            else
                m_wrong = name;
        }
    }

    void read(const char *name, TimeRange &into)
    {
        const json *value = find(name);
        if (!value)
            return;
        if (!value->is_object()) {
            m_wrong = name;
            return;
        }
        readTime(*value, "rangeStart", into.start);
        readTime(*value, "rangeEnd", into.end);
    }

    [[nodiscard]] const std::string &wrong() const { return m_wrong; }

private:
    /// Null is the same as nothing.
    [[nodiscard]] const json *find(const char *name) const
    {
        const auto found = m_object.find(name);
        return found == m_object.end() || found->is_null() ? nullptr : &*found;
    }

    void readTime(const json &range, const char *name, std::optional<Instant> &into)
    {
        const auto found = range.find(name);
        if (found == range.end() || found->is_null())
            return;
        into = found->is_string() ? parseInstant(found->get<std::string>()) : std::nullopt;
        if (!into)
            m_wrong = name;
    }

    const json &m_object;
    std::string m_wrong;
};

/// The object that holds the conditions, however deep it is wrapped.
const json &innerFilter(const json &body)
{
    const auto filters = body.find("filters");
    const json &outer = filters != body.end() && filters->is_object() ? *filters : body;
    for (const auto &[name, value] : outer.items()) {
        if (value.is_object() && name.size() > 6 && name.compare(name.size() - 6, 6, "Filter") == 0)
            return value;
    }
    return outer;
}

bool isListed(const std::vector<std::string> &list, std::string_view word)
{
    return list.empty() || std::find(list.begin(), list.end(), word) != list.end();
}

bool matchesStation(std::string_view pattern, const PlanView &view, Row row)
{
    const Workstation &station = view.plan().workstations[row];
    return matchesName(station.name(), pattern) || matchesName(station.path, pattern);
}

} // namespace

bool TimeRange::holds(std::optional<Instant> at) const
{
    if (!start && !end)
        return true;
    return at && (!start || *at >= *start) && (!end || *at <= *end);
}

bool matchesName(std::string_view name, std::string_view pattern)
{
    if (pattern.empty())
        return true;
    std::string text(pattern);
    std::replace(text.begin(), text.end(), '*', '@');
    return oql::matchesPattern(name, text);
}

Result<Filter> readFilter(const std::string &body)
{
    Filter filter;
    if (body.empty())
        return filter;
    const json parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object())
        return fail(ErrorKind::InvalidInput, "the body must be a JSON object");
    Reader reader(innerFilter(parsed));
    reader.read("workstationName", filter.workstationName);
    reader.read("jobStreamName", filter.jobStreamName);
    reader.read("jobName", filter.jobName);
    reader.read("statusList", filter.statusList);
    reader.read("internalStatusList", filter.internalStatusList);
    reader.read("alertLevelList", filter.alertLevelList);
    reader.read("inputArrivalTimeRange", filter.inputArrival);
    reader.read("actualStartTimeRange", filter.actualStart);
    reader.read("actualEndTimeRange", filter.actualEnd);
    reader.read("critical", filter.isCritical);
    reader.read("late", filter.isLate);
    if (!reader.wrong().empty())
        return fail(ErrorKind::InvalidInput, "the filter has a wrong " + reader.wrong());
    return filter;
}

bool HistoryFilter::wants(bool isError) const
{
    return isListed(statusList, isError ? "ABEND" : "SUCCESSFUL") ||
           (isError && isListed(statusList, "ERROR"));
}

Result<HistoryFilter> readHistoryFilter(const std::string &body)
{
    HistoryFilter filter;
    const json parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object())
        return fail(ErrorKind::InvalidInput, "the body must be a JSON object");
    Reader reader(innerFilter(parsed));
    reader.read("name", filter.job.jobName);
    reader.read("workstationName", filter.job.workstationName);
    reader.read("jobstreamName", filter.job.jobStreamName);
    reader.read("runDateRange", filter.runDate);
    reader.read("statusList", filter.statusList);
    if (!reader.wrong().empty())
        return fail(ErrorKind::InvalidInput, "the filter has a wrong " + reader.wrong());
    return filter;
}

bool matchesJob(const Filter &filter, const PlanView &view, Row row)
{
    const Plan &plan = view.plan();
    const Job &job = plan.jobs[row];
    const JobState &state = view.life().job(row);
    const RunTimes run = state.attempts > 0 ? state.runs[state.attempts - 1U] : RunTimes();
    return isListed(filter.statusList, simulator::engineWord(view.life().jobStatus(row))) &&
           (filter.internalStatusList.empty() ||
            isListed(filter.internalStatusList, internalWord(view.jobStatus(row).status))) &&
           (!filter.isCritical || *filter.isCritical == job.isCritical) &&
           (!filter.isLate || *filter.isLate == view.isLate(row)) &&
           matchesName(job.name, filter.jobName) &&
           matchesName(plan.streamOf(job).name, filter.jobStreamName) &&
           matchesStation(filter.workstationName, view, job.workstation) &&
           filter.inputArrival.holds(view.at(plan.streamOf(job).scheduledAt)) &&
           filter.actualStart.holds(view.maybeAt(run.startedAt)) &&
           filter.actualEnd.holds(view.maybeAt(run.endedAt));
}

bool matchesStream(const Filter &filter, const PlanView &view, Row row)
{
    const Stream &stream = view.plan().streams[row];
    const PlanLife &life = view.life();
    return isListed(filter.statusList, simulator::engineWord(life.streamStatus(row))) &&
           (filter.internalStatusList.empty() ||
            isListed(filter.internalStatusList, internalWord(view.streamStatus(row).status))) &&
           matchesName(stream.name, filter.jobStreamName) &&
           matchesStation(filter.workstationName, view, stream.workstation) &&
           filter.inputArrival.holds(view.at(stream.scheduledAt)) &&
           filter.actualStart.holds(view.maybeAt(life.streamStartedAt(row))) &&
           filter.actualEnd.holds(view.maybeAt(life.streamEndedAt(row)));
}

bool matchesWorkstation(const Filter &filter, const PlanView &view, Row row)
{
    return matchesStation(filter.workstationName, view, row);
}

} // namespace resync::simulator::v1
