// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Authenticator.h"
#include "shared/domain/Health.h"

namespace resync::app {

/// \a health with a component "access" while there is something about accounts to see to: passwords
/// that can have been read on the way, a changed file that was not taken. Thread: any.
[[nodiscard]] domain::Health withAccess(domain::Health health,
                                        const access::Authenticator &authenticator);

} // namespace resync::app
