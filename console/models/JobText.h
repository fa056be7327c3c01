// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Job.h"

#include <QString>
#include <QVariant>

#include <optional>
#include <string>

namespace resync::console {

/// "/FIN/EOD_GL": the folder and the stream's name.
[[nodiscard]] QString streamText(const domain::Job &job);
/// A workstation's path; of one in the root folder only its name.
[[nodiscard]] QString workstationText(const std::string &path);
/// How long the current run takes or took, up to \a asOf; none: it did not start, or no asOf.
[[nodiscard]] std::optional<milliseconds> runSpan(const domain::Job &job,
                                                  std::optional<Instant> asOf);
/// Since when the job has been in its present state, as far as it is known.
[[nodiscard]] std::optional<Instant> stateSince(const domain::Job &job);
/// Why it waits or failed, in the user's language; empty: nothing to explain.
[[nodiscard]] QString reasonText(const domain::Job &job);

/// Raw values for SortRole; invalid: unknown.
[[nodiscard]] QVariant rawValue(std::optional<Instant> at);
[[nodiscard]] QVariant rawValue(std::optional<milliseconds> span);
[[nodiscard]] QVariant rawValue(std::optional<int> number);

} // namespace resync::console
