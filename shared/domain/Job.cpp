// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Job.h"

namespace resync::domain {

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

} // namespace resync::domain
