// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Freshness.h"
#include "shared/domain/Statement.h"

#include <QString>

namespace resync::console {

/// The statement in the user's language: by its code, else the agent's English text.
[[nodiscard]] QString statementText(const domain::Statement &statement);
/// Why data is stale, one sentence.
[[nodiscard]] QString staleText(domain::StaleReason reason);

} // namespace resync::console
