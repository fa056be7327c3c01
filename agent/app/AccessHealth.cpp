// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/AccessHealth.h"

#include <utility>

namespace resync::app {

domain::Health withAccess(domain::Health health, const access::Authenticator &authenticator)
{
    const auto unencryptedAt = authenticator.unencryptedAt();
    const bool hasFileProblem = !authenticator.fileProblem().empty();
    if (!unencryptedAt && !hasFileProblem)
        return health;
    domain::HealthComponent component;
    component.name = "access";
    component.configured = true;
    component.status = domain::HealthStatus::Degraded;
    if (hasFileProblem)
        component.message = {
            "accounts_not_reloaded",
            {},
            "A file of users or tokens was changed and is not well; what was known "
            "before goes on. The log names file and line."};
    else
        component.message = {
            "plaintext_credentials",
            {},
            "Passwords or tokens came over plain HTTP from another host. Use TLS, "
            "name the proxy in TRUSTED_PROXIES, or set ALLOW_PLAINTEXT_AUTH=true."};
    if (unencryptedAt)
        component.details = {{"plaintext_seen_at", formatInstant(*unencryptedAt)}};
    health.components.push_back(std::move(component));
    health.status = domain::overallStatus(health.components);
    return health;
}

} // namespace resync::app
