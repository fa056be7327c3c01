// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <QtGlobal>

namespace resync::console {

/// Spans and limits of the client; the defaults meet "loss seen within 3 s, back within 5 s".
struct ClientTimings
{
    milliseconds healthInterval{1000};
    milliseconds planInterval{2000};
    milliseconds slowInterval{5000};   ///< cache, metrics, configuration, workstations
    milliseconds healthTimeout{1900};  ///< healthInterval + healthTimeout: the loss is seen
    milliseconds connectTimeout{8000}; ///< the first answer of a new connection
    milliseconds fetchTimeout{15000};  ///< silence in any other answer; in all four times as long
    milliseconds firstRetry{500};
    milliseconds longestRetry{4000}; ///< back-off doubles up to this, counted from try to try;
                                     ///< jitter takes off up to 20 %
    int jobsPerPage = 10000;
    qint64 maxBodyBytes = 64LL * 1024 * 1024; ///< of one answer; more is a Protocol trouble
};

} // namespace resync::console
