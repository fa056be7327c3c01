// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <QTimeZone>

#include <vector>

namespace resync::console {

/// Round values from 0 to at least \a highest: steps of 1, 2 or 5 times a power of ten, at most
/// \a count of them above zero. \a highest below the smallest positive step counts as 1.
[[nodiscard]] std::vector<double> valueTicks(double highest, int count);

/// Decimals that a label of \a step needs.
[[nodiscard]] int decimalsOf(double step);

/// Round instants of \a zone within [from, to], at most \a count: every 5 s … every day.
[[nodiscard]] std::vector<Instant> timeTicks(Instant from, Instant to, int count,
                                             const QTimeZone &zone);

} // namespace resync::console
