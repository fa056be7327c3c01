// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/domain/Status.h"

#include "shared/core/Text.h"

#include <algorithm>

namespace resync::domain {

namespace {

struct InternalWord
{
    std::string_view engine; ///< as the engine spells it, v1 or v2
    std::string_view word;   ///< v2 spelling, lower case
    Status status;
};

constexpr std::array InternalWords = {
    InternalWord{"ABEND", "abend", Status::Error},
    InternalWord{"ABENDP", "abenp", Status::Running},
    InternalWord{"ABENP", "abenp", Status::Running},
    InternalWord{"ADD", "add", Status::Waiting},
    InternalWord{"BOUND", "bound", Status::Running},
    InternalWord{"CANCEL", "cancl", Status::Canceled},
    InternalWord{"CANCELP", "canclp", Status::Waiting},
    InternalWord{"CANCL", "cancl", Status::Canceled},
    InternalWord{"CANCLP", "canclp", Status::Waiting},
    InternalWord{"END", "end", Status::Undecided},
    InternalWord{"ENDP", "end", Status::Undecided},
    InternalWord{"ERROR", "error", Status::Undecided},
    InternalWord{"EXEC", "exec", Status::Running},
    InternalWord{"EXEC_PLUS", "exec", Status::Running},
    InternalWord{"EXTRN", "extrn", Status::Undecided},
    InternalWord{"FAIL", "fail", Status::Error},
    InternalWord{"FAILED", "fail", Status::Error},
    InternalWord{"FENCE", "fence", Status::Waiting},
    InternalWord{"HOLD", "hold", Status::Waiting},
    InternalWord{"INTRO", "intro", Status::Waiting},
    InternalWord{"INTRO_PLUS", "intro", Status::Waiting},
    InternalWord{"MPE_SUSP", "susp", Status::Blocked},
    InternalWord{"PEND", "pend", Status::Waiting},
    InternalWord{"READY", "ready", Status::Ready},
    InternalWord{"RECOVERY_IN_PROGRESS", "undcded", Status::Undecided},
    InternalWord{"RJOB", "exec", Status::Running},
    InternalWord{"SCHED", "sched", Status::Waiting},
    InternalWord{"STUCK", "stuck", Status::Blocked},
    InternalWord{"SUCC", "succ", Status::Successful},
    InternalWord{"SUCCP", "succp", Status::Running},
    InternalWord{"SUPPR", "suppr", Status::Suppress},
    InternalWord{"SUPPRESS", "suppr", Status::Suppress},
    InternalWord{"SUSP", "susp", Status::Blocked},
    InternalWord{"UNDCDED", "undcded", Status::Undecided},
    InternalWord{"UNKNOWN", "undcded", Status::Undecided},
    InternalWord{"USER_STREAM", "hold", Status::Held},
    InternalWord{"WAIT", "wait", Status::Waiting},
    InternalWord{"WAITD", "wait", Status::Waiting},
};

struct CommonWord
{
    std::string_view engine;
    Status status;
};

/// The z/OS words of API v2 are mapped to what an operator of a distributed engine would call them.
constexpr std::array CommonWords = {
    CommonWord{"WAITING", Status::Waiting},
    CommonWord{"READY", Status::Ready},
    CommonWord{"RUNNING", Status::Running},
    CommonWord{"SUCCESSFUL", Status::Successful},
    CommonWord{"SUCCEED", Status::Successful},
    CommonWord{"ERROR", Status::Error},
    CommonWord{"CANCELED", Status::Canceled},
    CommonWord{"HELD", Status::Held},
    CommonWord{"UNDECIDED", Status::Undecided},
    CommonWord{"BLOCKED", Status::Blocked},
    CommonWord{"SUPPRESS", Status::Suppress},
    CommonWord{"WAITING_FOR_TRIGGER", Status::Waiting},
    CommonWord{"READY_PREV_WS_NONREP", Status::Ready},
    CommonWord{"COMPLETED", Status::Successful},
    CommonWord{"DUMMY_COMPLETED", Status::Successful},
    CommonWord{"SUPPRESS_BY_COND", Status::Suppress},
    CommonWord{"INTERRUPTED", Status::Error},
};

const InternalWord *findInternal(std::string_view word)
{
    const auto at =
        std::find_if(InternalWords.begin(), InternalWords.end(),
                     [&](const auto &entry) { return equalsIgnoringCase(entry.engine, word); });
    return at == InternalWords.end() ? nullptr : &*at;
}

} // namespace

std::string_view toString(Status status)
{
    static constexpr std::array<std::string_view, StatusCount> Words = {
        "waiting",  "ready", "running",   "successful", "error",
        "canceled", "held",  "undecided", "blocked",    "suppress"};
    return Words.at(static_cast<std::size_t>(status));
}

std::optional<Status> statusFromWord(std::string_view word)
{
    for (const Status status : AllStatuses)
        if (equalsIgnoringCase(toString(status), word))
            return status;
    return std::nullopt;
}

Status statusFromEngine(std::string_view commonStatus)
{
    for (const auto &entry : CommonWords)
        if (equalsIgnoringCase(entry.engine, commonStatus))
            return entry.status;
    return Status::Undecided;
}

Status statusFromInternal(std::string_view internalStatus, int priority)
{
    const InternalWord *entry = findInternal(internalStatus);
    if (entry == nullptr)
        return Status::Undecided;
    const bool canBeHeld = entry->word == "hold" || entry->word == "wait" || entry->word == "ready";
    return canBeHeld && priority == 0 ? Status::Held : entry->status;
}

std::string_view internalStatusFromEngine(std::string_view word)
{
    const InternalWord *entry = findInternal(word);
    return entry != nullptr ? entry->word : std::string_view();
}

bool isFinal(Status status)
{
    return status == Status::Successful || status == Status::Error || status == Status::Canceled ||
           status == Status::Suppress;
}

} // namespace resync::domain
