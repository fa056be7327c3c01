// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Reason.h"

#include "shared/core/TimeZone.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace resync::domain {

namespace {

constexpr int HighPriority = 100; ///< HI and GO pass limit and fence (user's guide, "priority")

Statement statement(std::string_view code, std::string text,
                    std::vector<std::pair<std::string, std::string>> args = {})
{
    return {std::string(code), std::move(args), std::move(text)};
}

std::string clockTime(Instant at, const ReasonContext &context)
{
    return context.timeZone != nullptr ? context.timeZone->clockTime(at) : TimeZone().clockTime(at);
}

/// "40 s", "25 min", "2 h 5 min".
std::string spanText(milliseconds span)
{
    using namespace std::chrono;
    const auto s = round<seconds>(span).count();
    if (s < 60)
        return std::to_string(s) + " s";
    const auto m = round<minutes>(span).count();
    if (m < 120)
        return std::to_string(m) + " min";
    return std::to_string(m / 60) + " h" +
           (m % 60 == 0 ? "" : " " + std::to_string(m % 60) + " min");
}

std::string secondsText(milliseconds span)
{
    return std::to_string(std::chrono::round<std::chrono::seconds>(span).count());
}

// ---- waits for others

std::string_view howItStands(Status status)
{
    switch (status) {
    case Status::Waiting:
        return ", which waits itself";
    case Status::Ready:
        return ", which is ready to start";
    case Status::Running:
        return ", which is running";
    case Status::Successful:
        return ", which has ended well";
    case Status::Error:
        return ", which ended in error";
    case Status::Canceled:
        return ", which was cancelled";
    case Status::Held:
        return ", which is held";
    case Status::Blocked:
        return ", which is blocked";
    case Status::Suppress:
        return ", which is suppressed";
    case Status::Undecided:
        break;
    }
    return "";
}

Statement waitsForPredecessor(const ReasonContext::Predecessor &predecessor,
                              const ReasonContext &context)
{
    std::string name(predecessor.stream);
    if (!predecessor.name.empty()) {
        name += name.empty() ? "" : ".";
        name += predecessor.name;
    }
    if (name.empty())
        return statement("waits_for_predecessor", "It waits for a predecessor.");
    Statement made =
        statement("waits_for_predecessor", "It waits for predecessor " + name,
                  {{"predecessor", name}, {"status", std::string(toString(predecessor.status))}});
    if (predecessor.status == Status::Running && predecessor.startedAt) {
        made.args.emplace_back("started_at", formatInstant(*predecessor.startedAt));
        made.text += ", running since " + clockTime(*predecessor.startedAt, context);
    } else {
        made.text += howItStands(predecessor.status);
    }
    if (predecessor.status == Status::Running && predecessor.estimated) {
        made.args.emplace_back("estimated_seconds", secondsText(*predecessor.estimated));
        made.text += ", usually " + spanText(*predecessor.estimated);
    }
    made.text += '.';
    return made;
}

struct ObstacleText
{
    DependencyType type;
    std::string_view code;
    std::string_view unnamed;
    std::string_view named; ///< the name follows
};

constexpr std::array ObstacleTexts = {
    ObstacleText{DependencyType::Resource, "waits_for_resources", "It waits for a resource.",
                 "It waits for resource "},
    ObstacleText{DependencyType::Prompt, "waits_for_prompt", "It waits for an answer to a prompt.",
                 "It waits for an answer to prompt "},
    ObstacleText{DependencyType::File, "waits_for_file", "It waits for a file.",
                 "It waits for file "},
    ObstacleText{DependencyType::Internetwork, "waits_for_internetwork",
                 "It waits for a job of another network.",
                 "It waits for a job of another network: "},
    ObstacleText{DependencyType::Join, "waits_for_join", "It waits for a join of dependencies.",
                 "It waits for join "},
};

Statement waitsFor(DependencyType type, const ReasonContext &context)
{
    const auto *const known = std::find_if(ObstacleTexts.begin(), ObstacleTexts.end(),
                                           [&](const auto &entry) { return entry.type == type; });
    if (known == ObstacleTexts.end())
        return statement("waits_for_predecessor", "It waits for a predecessor.");
    const auto &obstacle = context.obstacle;
    if (!obstacle || obstacle->type != type || obstacle->name.empty())
        return statement(known->code, std::string(known->unnamed));
    const std::string name(obstacle->name);
    return statement(known->code, std::string(known->named) + name + ".",
                     {{std::string(toString(type)), name}});
}

Statement dependenciesNotLoaded(const Job &job)
{
    if (!job.dependencies.unresolved)
        return statement("dependencies_not_loaded",
                         "It waits for dependencies that have not been read yet.");
    const std::string count = std::to_string(*job.dependencies.unresolved);
    return statement("dependencies_not_loaded",
                     "It waits for dependencies (" + count +
                         " unresolved) that have not been read yet.",
                     {{"unresolved", count}});
}

/// The dependency that is known, or what is known of the rest; none: it seems to have none.
std::optional<Statement> waitsForDependencies(const Job &job, const ReasonContext &context)
{
    if (context.predecessor)
        return waitsForPredecessor(*context.predecessor, context);
    if (context.obstacle)
        return waitsFor(context.obstacle->type, context);
    if (context.areDependenciesMissing)
        return dependenciesNotLoaded(job);
    if (job.dependencies.unresolved.value_or(0) <= 0)
        return std::nullopt;
    const std::string count = std::to_string(*job.dependencies.unresolved);
    return statement("waits_for_dependencies",
                     "It waits for dependencies (" + count + " unresolved).",
                     {{"unresolved", count}});
}

Statement somePredecessor(const ReasonContext &context, const Job &job)
{
    if (context.predecessor)
        return waitsForPredecessor(*context.predecessor, context);
    return context.areDependenciesMissing
               ? dependenciesNotLoaded(job)
               : statement("waits_for_predecessor", "It waits for a predecessor.");
}

// ---- waits for the time, for room, for people

Statement waitsForTime(const Job &job, const ReasonContext &context)
{
    if (!job.startAt)
        return statement("waits_for_time", "Its start time is not reached.");
    return statement("waits_for_time",
                     "Its start time " + clockTime(*job.startAt, context) + " is not reached.",
                     {{"start_at", formatInstant(*job.startAt)}});
}

Statement untilPassed(const Job &job, const ReasonContext &context)
{
    if (!job.latestStartAt)
        return statement("until_passed", "Its latest start time has passed.");
    return statement("until_passed",
                     "Its latest start time " + clockTime(*job.latestStartAt, context) +
                         " has passed.",
                     {{"latest_start_at", formatInstant(*job.latestStartAt)}});
}

Statement waitsForLimit(const ReasonContext &context)
{
    if (!context.workstationLimit)
        return statement("waits_for_limit",
                         "The limit of its workstation or job stream is reached.");
    const std::string limit = std::to_string(*context.workstationLimit);
    return statement("waits_for_limit",
                     *context.workstationLimit == 0
                         ? "The limit of its workstation is 0: no job starts there."
                         : "The limit of its workstation (" + limit +
                               ") or of its job stream is reached.",
                     {{"limit", limit}});
}

Statement belowFence(const Job &job, const ReasonContext &context)
{
    if (!job.priority || !context.workstationFence)
        return statement("below_fence", "Its priority is not above the fence of its workstation.");
    const std::string priority = std::to_string(*job.priority);
    const std::string fence = std::to_string(*context.workstationFence);
    return statement("below_fence",
                     "Its priority " + priority + " is not above the fence " + fence +
                         " of its workstation.",
                     {{"priority", priority}, {"fence", fence}});
}

bool isBelowFence(const Job &job, const ReasonContext &context)
{
    return job.internalStatus == "fence" ||
           (job.status == Status::Ready && job.priority && *job.priority < HighPriority &&
            context.workstationFence.value_or(0) > 0 && *job.priority <= *context.workstationFence);
}

Statement heldByPriority()
{
    return statement("held_by_priority", "It is held: its priority is 0.");
}

struct SubStatusText
{
    std::string_view subStatus; ///< JobInPlanSubStatus of API v2, lower case
    std::string_view code;
    std::string_view text;
};

/// Those about which nothing more is known.
constexpr std::array SubStatusTexts = {
    SubStatusText{"hold_unexpected_predecessor_condition", "unexpected_predecessor_condition",
                  "A predecessor ended with a condition that was not expected."},
    SubStatusText{"hold_waiting_for_input", "waits_for_input", "It waits for input."},
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

std::optional<Statement> fromSubStatus(const Job &job, const ReasonContext &context)
{
    const std::string_view sub = job.subStatus;
    if (sub.empty())
        return std::nullopt;
    if (sub == "hold_waiting_for_predecessor")
        return somePredecessor(context, job);
    if (sub == "hold_waiting_for_time")
        return waitsForTime(job, context);
    if (sub == "hold_waiting_for_prompt")
        return waitsFor(DependencyType::Prompt, context);
    if (sub == "hold_waiting_for_file")
        return waitsFor(DependencyType::File, context);
    if (sub == "ready_waiting_for_resources")
        return waitsFor(DependencyType::Resource, context);
    if (sub == "ready_waiting_for_limit")
        return waitsForLimit(context);
    if (sub == "hold_priority_zero")
        return heldByPriority();
    const auto *const known =
        std::find_if(SubStatusTexts.begin(), SubStatusTexts.end(),
                     [&](const auto &entry) { return entry.subStatus == sub; });
    if (known == SubStatusTexts.end())
        return std::nullopt;
    return statement(known->code, std::string(known->text));
}

// ---- by status

std::optional<Statement> fromFlags(const Job &job, const ReasonContext &context)
{
    if (job.flags.has(JobFlag::NeedsConfirmation) || job.internalStatus == "pend")
        return statement("needs_confirmation",
                         "It has ended and waits for somebody to confirm its result.");
    if (job.flags.has(JobFlag::NeedsReply))
        return statement("needs_reply", "It waits for a reply to its message.");
    if (job.flags.has(JobFlag::CancelPending))
        return statement("cancel_pending",
                         "It will be cancelled when its dependencies are resolved.");
    if (job.flags.has(JobFlag::UntilPassed))
        return untilPassed(job, context);
    return std::nullopt;
}

Statement waiting(const Job &job, const ReasonContext &context)
{
    if (auto known = fromFlags(job, context))
        return std::move(*known);
    if (auto known = fromSubStatus(job, context))
        return std::move(*known);
    if (auto known = waitsForDependencies(job, context))
        return std::move(*known);
    if (isBelowFence(job, context))
        return belowFence(job, context);
    if (job.internalStatus == "sched")
        return waitsForTime(job, context);
    return statement("waits", "It waits; the engine does not say what for.");
}

Statement held(const Job &job, const ReasonContext &context)
{
    if (job.priority == 0)
        return heldByPriority();
    return fromSubStatus(job, context).value_or(statement("held", "It is held."));
}

Statement blocked(const Job &job, const ReasonContext &context)
{
    if (job.flags.has(JobFlag::NeedsReply))
        return *fromFlags(job, context);
    if (auto known = fromSubStatus(job, context))
        return std::move(*known);
    if (context.predecessor)
        return waitsForPredecessor(*context.predecessor, context);
    return statement("blocked", "It is blocked; the engine does not say why.");
}

/// Nothing: it may start any moment.
std::optional<Statement> ready(const Job &job, const ReasonContext &context)
{
    if (auto known = fromSubStatus(job, context))
        return known;
    if (isBelowFence(job, context))
        return belowFence(job, context);
    if (context.workstationLimit == 0 && job.priority.value_or(HighPriority) < HighPriority)
        return waitsForLimit(context);
    if (context.obstacle && context.obstacle->type == DependencyType::Resource)
        return waitsFor(DependencyType::Resource, context);
    return std::nullopt;
}

std::optional<Statement> running(const Job &job)
{
    if (job.flags.has(JobFlag::NeedsReply))
        return statement("needs_reply", "It waits for a reply to its message.");
    if (!job.flags.has(JobFlag::MaxDurationExceeded))
        return std::nullopt;
    if (!job.maxDuration)
        return statement("max_duration_exceeded", "It runs longer than its maximum duration.");
    return statement("max_duration_exceeded",
                     "It runs longer than its maximum duration of " + spanText(*job.maxDuration) +
                         ".",
                     {{"max_duration_seconds", secondsText(*job.maxDuration)}});
}

Statement failure(const Job &job)
{
    if (job.internalStatus == "fail")
        return statement("could_not_start", "It could not be started.");
    if (job.returnCode) {
        const std::string code = std::to_string(*job.returnCode);
        return statement("ended_with_return_code", "It ended with return code " + code + ".",
                         {{"return_code", code}});
    }
    if (job.flags.has(JobFlag::MaxDurationExceeded))
        return statement("ended_after_max_duration",
                         "It ended in error after its maximum duration was exceeded.");
    return statement("ended_in_error", "It ended in error.");
}

} // namespace

std::optional<Statement> reasonOf(const Job &job, const ReasonContext &context)
{
    switch (job.status) {
    case Status::Error:
        return failure(job);
    case Status::Held:
        return held(job, context);
    case Status::Blocked:
        return blocked(job, context);
    case Status::Waiting:
        return waiting(job, context);
    case Status::Ready:
        return ready(job, context);
    case Status::Suppress:
        return fromSubStatus(job, context).value_or(statement("suppressed", "It is suppressed."));
    case Status::Running:
        return running(job);
    case Status::Successful:
    case Status::Canceled:
    case Status::Undecided:
        break;
    }
    return std::nullopt;
}

} // namespace resync::domain
