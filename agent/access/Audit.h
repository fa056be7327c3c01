// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace resync::access {

/// Who did what, or was not let do it. Never holds a secret: a name that is not known may be a
/// password typed into the wrong field, and is written as UnknownName.
struct AuditEntry
{
    std::string_view who;
    std::string_view from;   ///< the caller's address
    std::string_view what;   ///< "GET /api/v1/plan", "login", "token created"
    std::string_view result; ///< "ok" or why not
    std::string_view requestId;
    std::string_view subject{}; ///< what was changed; empty: nothing to name
};

inline constexpr std::string_view UnknownName = "(unknown)";
inline constexpr std::string_view TheFile = "(file)"; ///< was changed, by whom is not known
inline constexpr std::string_view Nobody = "(anonymous)";

/// One log line of category "access". A change is info.
void auditChange(const AuditEntry &entry);
/// Likewise; missing credentials are info (browsers and curl begin so), all else is a warning.
void auditRefusal(const AuditEntry &entry);
/// Likewise of a reload of the configuration; one that was refused is a warning. \a from and
/// \a requestId are empty for a signal.
void auditReload(std::string_view who, std::string_view from, std::string_view requestId,
                 bool isTaken);

} // namespace resync::access
