// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentClient.h"

namespace resync::console {

/// Who carries an invalidation out; AgentClient in the program, a fake in tests.
class Invalidator
{
public:
    Invalidator() = default;
    Invalidator(const Invalidator &) = delete;
    Invalidator &operator=(const Invalidator &) = delete;
    virtual ~Invalidator() = default;

    /// As AgentClient::invalidate.
    virtual quint64 invalidate(InvalidateScope scope, bool dryRun, QObject *context,
                               Callback<domain::InvalidationReport> done) = 0;
    virtual void cancel(quint64 request) = 0;
};

/// The words of POST /api/v1/cache/invalidate.
[[nodiscard]] QString scopeWord(InvalidateScope scope);
/// "Everything", "Jobs", "Workstations".
[[nodiscard]] QString scopeName(InvalidateScope scope);

/// What an invalidation did, for the list on the Cache page.
struct InvalidationRecord
{
    Instant at{}; ///< when the answer came, by the console's clock
    InvalidateScope scope = InvalidateScope::System;
    domain::InvalidationReport report;
    milliseconds took{};
};

/// A command line that does the same. curl asks for the password itself.
[[nodiscard]] QString invalidateAsCurl(const AgentEndpoint &endpoint, InvalidateScope scope);

} // namespace resync::console
