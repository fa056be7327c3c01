// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Reason.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace resync::domain {

namespace {

struct SubStatusText
{
    std::string_view subStatus; ///< JobInPlanSubStatus of API v2, lower case
    std::string_view code;
    std::string_view text;
};

constexpr std::array SubStatusTexts = {
    SubStatusText{"hold_waiting_for_predecessor", "waits_for_predecessor",
                  "It waits for a predecessor."},
    SubStatusText{"hold_unexpected_predecessor_condition", "unexpected_predecessor_condition",
                  "A predecessor ended with a condition that was not expected."},
    SubStatusText{"hold_waiting_for_time", "waits_for_time", "Its start time is not reached."},
    SubStatusText{"hold_waiting_for_prompt", "waits_for_prompt",
                  "It waits for an answer to a prompt."},
    SubStatusText{"hold_waiting_for_file", "waits_for_file", "It waits for a file."},
    SubStatusText{"hold_waiting_for_input", "waits_for_input", "It waits for input."},
    SubStatusText{"hold_priority_zero", "held_by_priority", "It is held: its priority is 0."},
    SubStatusText{"ready_waiting_for_resources", "waits_for_resources", "It waits for a resource."},
    SubStatusText{"ready_waiting_for_limit", "waits_for_limit",
                  "The limit of its workstation or job stream is reached."},
    SubStatusText{"ready_waiting_for_agent", "waits_for_agent",
                  "It waits for the engine agent of its workstation."},
    SubStatusText{"ready_waiting_for_user_intervention", "waits_for_user",
                  "It waits for somebody to intervene."},
    SubStatusText{"ready_suppressed", "suppressed", "It is suppressed."},
    SubStatusText{"suppr_unsatisfied_dependency", "condition_not_met",
                  "A conditional dependency was not met."},
    SubStatusText{"suppr_workstation_ignored", "workstation_ignored",
                  "Its workstation is not part of the plan."},
};

Statement statement(std::string_view code, std::string_view text)
{
    return {std::string(code), {}, std::string(text)};
}

Statement failure(const Job &job)
{
    if (job.internalStatus == "fail")
        return statement("could_not_start", "It could not be started.");
    if (!job.returnCode)
        return statement("ended_in_error", "It ended in error.");
    const std::string code = std::to_string(*job.returnCode);
    return {"ended_with_return_code",
            {{"return_code", code}},
            "It ended with return code " + code + "."};
}

std::optional<Statement> fromSubStatus(std::string_view subStatus)
{
    const auto *const at =
        std::find_if(SubStatusTexts.begin(), SubStatusTexts.end(),
                     [&](const auto &entry) { return entry.subStatus == subStatus; });
    if (at == SubStatusTexts.end())
        return std::nullopt;
    return statement(at->code, at->text);
}

Statement waiting(const Job &job)
{
    if (job.dependencies.unresolved.value_or(0) > 0) {
        const std::string count = std::to_string(*job.dependencies.unresolved);
        return {"waits_for_dependencies",
                {{"unresolved", count}},
                "It waits for dependencies (" + count + " unresolved)."};
    }
    if (job.internalStatus == "fence")
        return statement("below_fence", "Its priority is not above the fence of its workstation.");
    if (job.internalStatus == "sched")
        return statement("waits_for_time", "Its start time is not reached.");
    return statement("waits", "It waits; the engine does not say what for.");
}

} // namespace

std::optional<Statement> reasonOf(const Job &job)
{
    switch (job.status) {
    case Status::Error:
        return failure(job);
    case Status::Held:
        return fromSubStatus(job.subStatus).value_or(statement("held", "It is held."));
    case Status::Blocked:
        return fromSubStatus(job.subStatus)
            .value_or(statement("blocked", "It is blocked; the engine does not say why."));
    case Status::Waiting:
        if (auto known = fromSubStatus(job.subStatus))
            return known;
        return waiting(job);
    case Status::Ready:
    case Status::Suppress:
        return fromSubStatus(job.subStatus);
    case Status::Running:
    case Status::Successful:
    case Status::Canceled:
    case Status::Undecided:
        break;
    }
    return std::nullopt;
}

} // namespace resync::domain
