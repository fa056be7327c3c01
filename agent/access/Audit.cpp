// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/Audit.h"

#include "agent/access/Refusal.h"
#include "shared/core/Log.h"

namespace resync::access {

namespace {

void write(log::Level level, std::string_view message, const AuditEntry &entry)
{
    log::Fields fields{{"who", entry.who},
                       {"from", entry.from},
                       {"what", entry.what},
                       {"result", entry.result},
                       {"request_id", entry.requestId}};
    if (!entry.subject.empty())
        fields.emplace_back("subject", entry.subject);
    log::write(level, "access", message, fields);
}

} // namespace

void auditChange(const AuditEntry &entry)
{
    write(log::Level::Info, "done", entry);
}

void auditRefusal(const AuditEntry &entry)
{
    const bool isUsual = entry.result == toString(Refusal::NoCredentials);
    write(isUsual ? log::Level::Info : log::Level::Warning, "refused", entry);
}

void auditReload(std::string_view who, std::string_view from, std::string_view requestId,
                 bool isTaken)
{
    if (isTaken)
        auditChange({who, from, "reload", "ok", requestId});
    else
        auditRefusal({who, from, "reload", "config_not_reloaded", requestId});
}

} // namespace resync::access
