// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Role.h"

#include <functional>

namespace resync::api {

struct Call;
struct Context;
struct LiveSettings;

/// Who may use a route (api.md §6).
enum class Access {
    Anyone,   ///< credentials are not even looked at
    Optional, ///< anyone; who gives credentials sees more, and wrong ones are 401
    Lenient,  ///< the same, but wrong ones are only noted and see what strangers see
    Metrics,  ///< viewer, unless METRICS_PUBLIC
    Viewer,   ///< viewer, unless PUBLIC_READ
    Plan,     ///< the same; where there is neither account nor engine, told that there is no engine
    Account,  ///< viewer, whatever PUBLIC_READ says
    Operator,
    Admin
};

/// What \a access asks for under \a settings.
[[nodiscard]] Access effective(Access access, const LiveSettings &settings);
[[nodiscard]] bool needsAccount(Access access);
/// The least one, where an account is needed.
[[nodiscard]] access::Role roleFor(Access access);

/// Whether who opened a stream would be let in now; to be asked every few seconds, costs a lookup.
using StillAllowed = std::function<bool()>;
/// For the caller of \a call, which need not live on. The first no gets its line of the audit.
[[nodiscard]] StillAllowed stillAllowed(Context &context, const Call &call);

} // namespace resync::api
