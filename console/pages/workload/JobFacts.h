// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/TimeText.h"
#include "shared/domain/Job.h"

#include <QList>
#include <QString>

namespace resync::console {

/// One line of a job's detail: what, and its value.
struct JobFact
{
    QString name;
    QString value;

    bool operator==(const JobFact &) const = default;
};

/// What is known of \a job, in the order in which an operator asks. Facts that make no sense for
/// the job's state are left out; those that do and are unknown say "–".
/// \param asOf age of the data; a running job's time counts to it
[[nodiscard]] QList<JobFact> jobFacts(const domain::Job &job, const TimeView &view,
                                      std::optional<Instant> asOf);

} // namespace resync::console
