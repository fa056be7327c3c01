// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Access.h"

#include "agent/api/AccessAnswer.h"
#include "agent/api/Context.h"

#include <optional>
#include <string>
#include <utility>

namespace resync::api {

namespace {

/// Why \a caller would be turned away now; none: would not.
std::optional<access::Refusal> refusalOf(const Context &context, Access wanted,
                                         const std::optional<access::Identity> &caller)
{
    const Access access = effective(wanted, context.settings);
    if (!caller)
        return needsAccount(access) ? std::optional(access::Refusal::NoCredentials) : std::nullopt;
    const auto role = context.parts.authenticator.roleOf(*caller);
    if (!role)
        return access::Refusal::Revoked;
    const bool isEnough = !needsAccount(access) || includes(*role, roleFor(access));
    return isEnough ? std::nullopt : std::optional(access::Refusal::WrongRole);
}

} // namespace

Access effective(Access access, const LiveSettings &settings)
{
    if (access == Access::Metrics)
        return settings.areMetricsPublic ? Access::Anyone : Access::Viewer;
    if ((access == Access::Viewer || access == Access::Plan) && settings.isPublicRead)
        return Access::Optional;
    return access;
}

bool needsAccount(Access access)
{
    return access != Access::Anyone && access != Access::Optional && access != Access::Lenient;
}

access::Role roleFor(Access access)
{
    if (access == Access::Admin)
        return access::Role::Admin;
    return access == Access::Operator ? access::Role::Operator : access::Role::Viewer;
}

StillAllowed stillAllowed(Context &context, const Call &call)
{
    return [&context, access = call.access, caller = call.caller, address = call.address,
            what = whatOf(call.request), requestId = call.request.requestId] {
        const auto refusal = refusalOf(context, access, caller);
        if (!refusal)
            return true;
        const std::string_view who = caller ? std::string_view(caller->name) : access::Nobody;
        noteRefusal(context, *refusal, {who, address, what, {}, requestId});
        return false;
    };
}

} // namespace resync::api
