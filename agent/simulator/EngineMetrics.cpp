// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/EngineMetrics.h"

#include "agent/simulator/Critical.h"
#include "agent/simulator/Random.h"

#include <array>

namespace resync::simulator {

namespace {

void addLine(std::string &out, std::string_view name, std::string_view labels, std::uint64_t value)
{
    out.append("application_wa_").append(name);
    if (!labels.empty())
        out.append("{").append(labels).append("}");
    out.append(" ").append(std::to_string(value)).append(".0\n"); // as the engine writes them
}

std::string label(std::string_view name, std::string_view value)
{
    return std::string(name).append("=\"").append(value).append("\"");
}

void addWorkstations(std::string &out, const PlanView &view)
{
    for (Row row = 0; row < view.plan().workstations.size(); ++row) {
        const std::string labels = label("workstation", view.plan().workstations[row].path);
        const std::uint64_t up = view.life().limitsOf(row).isLinked ? 1 : 0;
        addLine(out, "workstation_running_boolean", labels, up);
        addLine(out, "workstation_linked_boolean", labels, up);
    }
}

void addCriticalJobs(std::string &out, const PlanView &view)
{
    for (Row row = 0; row < view.plan().jobs.size(); ++row) {
        const Job &job = view.plan().jobs[row];
        if (!job.isCritical)
            continue;
        const CriticalState state = criticalState(view, row);
        const std::string labels = label("jobName", job.name) + "," +
                                   label("jobStreamName", view.plan().streamOf(job).name);
        addLine(out, "criticalJob_highRisk_boolean", labels, state.risk == Risk::High ? 1 : 0);
        addLine(out, "criticalJob_potentialRisk_boolean", labels,
                state.risk == Risk::Potential ? 1 : 0);
        addLine(out, "criticalJob_incompletePredecessor_jobs", labels,
                state.openPredecessors.size());
        addLine(out, "criticalJob_confidence_factor", labels,
                static_cast<std::uint64_t>(state.confidence));
    }
}

} // namespace

std::string engineMetrics(const PlanView &view)
{
    static constexpr std::array<std::string_view, 6> Files = {
        "Appserverbox", "Courier", "mirrorbox", "Mailbox", "Monbox", "Moncmd"};
    std::string out;
    out += "# TYPE application_wa_JobsInPlanCount_job gauge\n";
    for (domain::Status status : domain::AllStatuses)
        addLine(out, "JobsInPlanCount_job", label("jobstatus", engineWord(status)),
                view.life().jobCounts()[static_cast<std::size_t>(status)]);
    out += "# TYPE application_wa_workstation_running_boolean gauge\n"
           "# TYPE application_wa_workstation_linked_boolean gauge\n";
    addWorkstations(out, view);
    addCriticalJobs(out, view);
    out += "# TYPE application_wa_DB_connected_boolean gauge\n";
    addLine(out, "DB_connected_boolean", {}, 1);
    out += "# TYPE application_wa_msgFileFill_percent gauge\n";
    for (std::size_t i = 0; i < Files.size(); ++i)
        addLine(out, "msgFileFill_percent", label("msgFile", Files[i]), mixed(i) % 7);
    return out;
}

} // namespace resync::simulator
