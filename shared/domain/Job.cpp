// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Job.h"

#include "shared/domain/Plan.h"

namespace resync::domain {

namespace {

/// The stream part of a ref, up to the time: "/WS#/FOLDER/STREAM".
std::string streamPath(const Job &job)
{
    std::string out = job.stream.workstation;
    out += '#';
    out += job.folder;
    if (out.empty() || out.back() != '/')
        out += '/';
    out += job.stream.name;
    return out;
}

} // namespace

std::string_view toString(JobFlag flag)
{
    switch (flag) {
    case JobFlag::DeadlinePassed:
        return "deadline_passed";
    case JobFlag::MaxDurationExceeded:
        return "max_duration_exceeded";
    case JobFlag::UntilPassed:
        return "until_passed";
    case JobFlag::NeedsConfirmation:
        return "needs_confirmation";
    case JobFlag::NeedsReply:
        return "needs_reply";
    case JobFlag::CancelPending:
        return "cancel_pending";
    case JobFlag::Promoted:
        return "promoted";
    case JobFlag::Restarted:
        return "restarted";
    case JobFlag::NoOperation:
        return "no_operation";
    case JobFlag::Late:
    case JobFlag::Critical:
        break;
    }
    return {};
}

const std::vector<JobFlag> &wordedJobFlags()
{
    static const std::vector<JobFlag> Flags = {
        JobFlag::DeadlinePassed,    JobFlag::MaxDurationExceeded, JobFlag::UntilPassed,
        JobFlag::NeedsConfirmation, JobFlag::NeedsReply,          JobFlag::CancelPending,
        JobFlag::Promoted,          JobFlag::Restarted,           JobFlag::NoOperation};
    return Flags;
}

std::string jobRef(const Job &job)
{
    std::string out = streamPath(job);
    if (job.scheduledAt)
        out += '[' + formatInstant(*job.scheduledAt).substr(0, 16) + "Z]";
    return out + '.' + job.name;
}

std::string jobSeries(const Job &job)
{
    return streamPath(job) + '.' + job.name;
}

std::string_view toString(Rollover rollover)
{
    switch (rollover) {
    case Rollover::None:
        return "none";
    case Rollover::InProgress:
        return "in_progress";
    case Rollover::Overdue:
        break;
    }
    return "overdue";
}

} // namespace resync::domain
