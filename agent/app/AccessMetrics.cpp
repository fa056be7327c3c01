// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/AccessMetrics.h"

#include <string>

namespace resync::app {

void collectAccess(const access::AccessFigures &figures, telemetry::MetricFamilies &families)
{
    for (const auto reason : access::AllRefusals)
        families.counter(
            "resync_access_refusals_total", "Requests that were refused, by reason.",
            {{"reason", std::string(toString(reason))}},
            static_cast<double>(figures.refusals.at(static_cast<std::size_t>(reason))));
    families.counter("resync_access_lockouts_total",
                     "Locks of an account for an address after wrong passwords.", {},
                     static_cast<double>(figures.lockouts));
    families.counter("resync_access_sessions_total", "Sessions that began.", {},
                     static_cast<double>(figures.logins));
    families.counter("resync_access_session_renewals_total", "Session tokens that were renewed.",
                     {}, static_cast<double>(figures.renewals));
    families.counter("resync_access_remembered_total",
                     "Credentials taken without checking the password's hash again.", {},
                     static_cast<double>(figures.remembered));
    families.counter("resync_access_password_checks_total", "Password hashes that were checked.",
                     {}, static_cast<double>(figures.checks));
    families.gauge("resync_access_password_queue", "Password checks that wait or run.", {},
                   static_cast<double>(figures.checksInHand));
    families.gauge("resync_access_api_tokens", "API tokens that exist.", {},
                   static_cast<double>(figures.apiTokens));
}

} // namespace resync::app
