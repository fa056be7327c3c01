// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/StateKind.h"

#include <QCoreApplication>

namespace resync::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(StateKind)
};

using domain::JobFlag;
using domain::Status;

/// It asks a person something: an open prompt, or a result to be confirmed.
bool asksSomebody(const domain::Job &job)
{
    return job.flags.has(JobFlag::NeedsReply) || job.flags.has(JobFlag::NeedsConfirmation) ||
           job.subStatus == "hold_waiting_for_prompt";
}

bool isLate(const domain::Job &job)
{
    return job.flags.has(JobFlag::Late) || job.flags.has(JobFlag::DeadlinePassed) ||
           job.flags.has(JobFlag::MaxDurationExceeded) || job.flags.has(JobFlag::UntilPassed);
}

QString failureText(const domain::Job &job)
{
    const bool isAbend = job.internalStatus == "abend";
    if (!job.returnCode)
        return isAbend ? Texts::tr("Abend") : stateName(StateKind::Failed);
    return isAbend ? Texts::tr("Abend rc %1").arg(*job.returnCode)
                   : Texts::tr("Failed rc %1").arg(*job.returnCode);
}

} // namespace

StateKind stateOf(domain::Status status)
{
    switch (status) {
    case Status::Waiting:
        return StateKind::Waiting;
    case Status::Ready:
        return StateKind::Ready;
    case Status::Running:
        return StateKind::Running;
    case Status::Successful:
        return StateKind::Done;
    case Status::Error:
        return StateKind::Failed;
    case Status::Canceled:
        return StateKind::Cancelled;
    case Status::Held:
        return StateKind::Held;
    case Status::Undecided:
        return StateKind::Unknown;
    case Status::Blocked:
        return StateKind::Blocked;
    case Status::Suppress:
        break;
    }
    return StateKind::Suppressed;
}

StateKind stateOf(const domain::Job &job)
{
    if (domain::isFinal(job.status) || job.status == Status::Error)
        return stateOf(job.status);
    if (isLate(job))
        return StateKind::Late;
    if (asksSomebody(job))
        return StateKind::Prompt;
    return stateOf(job.status);
}

StateKind stateOf(const domain::HealthComponent &component)
{
    if (!component.configured)
        return StateKind::Waiting;
    switch (component.status) {
    case domain::HealthStatus::Ok:
        return StateKind::Done;
    case domain::HealthStatus::Degraded:
        return StateKind::Late;
    case domain::HealthStatus::Down:
        return StateKind::Failed;
    case domain::HealthStatus::Unknown:
        break;
    }
    return StateKind::Unknown;
}

bool needsAttention(StateKind kind)
{
    return kind <= StateKind::Prompt;
}

QString stateName(StateKind kind)
{
    switch (kind) {
    case StateKind::Failed:
        return Texts::tr("Failed");
    case StateKind::Late:
        return Texts::tr("Late");
    case StateKind::Held:
        return Texts::tr("Held");
    case StateKind::Blocked:
        return Texts::tr("Blocked");
    case StateKind::Prompt:
        //: A job that waits for a person's answer
        return Texts::tr("Prompt");
    case StateKind::Running:
        return Texts::tr("Running");
    case StateKind::Ready:
        return Texts::tr("Ready");
    case StateKind::Waiting:
        return Texts::tr("Waiting");
    case StateKind::Done:
        return Texts::tr("Done");
    case StateKind::Cancelled:
        return Texts::tr("Cancelled");
    case StateKind::Suppressed:
        return Texts::tr("Suppressed");
    case StateKind::Unknown:
        break;
    }
    return Texts::tr("Unknown");
}

QString stateText(const domain::Job &job)
{
    const StateKind kind = stateOf(job);
    switch (kind) {
    case StateKind::Failed:
        return failureText(job);
    case StateKind::Late:
        return job.status == Status::Running ? Texts::tr("Running late") : Texts::tr("Late start");
    case StateKind::Prompt:
        return job.flags.has(JobFlag::NeedsConfirmation) ? Texts::tr("Confirm") : stateName(kind);
    default:
        return stateName(kind);
    }
}

} // namespace resync::console
