// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Health.h"
#include "shared/domain/Job.h"

#include <QString>

#include <array>

namespace resync::console {

/// What a row is, for people; each has one colour, one shape and one word. Worst first.
enum class StateKind {
    Failed,
    Late,
    Held,
    Blocked,
    Prompt,
    Running,
    Ready,
    Waiting,
    Done,
    Cancelled,
    Suppressed,
    Unknown
};
inline constexpr std::array<StateKind, 12> AllStateKinds = {
    StateKind::Failed, StateKind::Late,      StateKind::Held,       StateKind::Blocked,
    StateKind::Prompt, StateKind::Running,   StateKind::Ready,      StateKind::Waiting,
    StateKind::Done,   StateKind::Cancelled, StateKind::Suppressed, StateKind::Unknown};

/// The worst that is true of the job; a job counts once.
[[nodiscard]] StateKind stateOf(const domain::Job &job);
/// Failed, Late, Held, Blocked, Prompt: a person has to look.
[[nodiscard]] bool needsAttention(StateKind kind);
[[nodiscard]] StateKind stateOf(domain::Status status);
/// Ok → Done, degraded → Late, down → Failed, not configured → Waiting, else Unknown.
[[nodiscard]] StateKind stateOf(const domain::HealthComponent &component);

/// "Failed", "Late" … in the user's language.
[[nodiscard]] QString stateName(StateKind kind);
/// What this job's cell says: "Abend rc 8", "Running late", "Late start", "Held" …
[[nodiscard]] QString stateText(const domain::Job &job);

} // namespace resync::console
