// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/StatusFields.h"

#include "shared/core/Text.h"

namespace resync::engine {

namespace {

constexpr int DefaultPriority = 10; // reference manual; only 0 makes a difference here

constexpr JsonField<StatusFields> CompositeFields[] = {
    {"status", [](JsonValue &v, StatusFields &s) { return read(v, s.internal); }},
    {"substatus", [](JsonValue &v, StatusFields &s) { return read(v, s.sub); }},
    {"canceled", [](JsonValue &v, StatusFields &s) { return read(v, s.canceled); }},
    {"cancelPending", [](JsonValue &v, StatusFields &s) { return read(v, s.cancelPending); }},
};

} // namespace

error_code readCompositeStatus(JsonValue &value, StatusFields &out)
{
    return readFields<CompositeFields>(value, out);
}

domain::Status statusOf(const StatusFields &fields, std::optional<int> priority)
{
    if (fields.canceled.value_or(false)) // the status of before may stay beside it
        return domain::Status::Canceled;
    if (!fields.common.empty())
        return domain::statusFromEngine(fields.common);
    return domain::statusFromInternal(fields.internal, priority.value_or(DefaultPriority));
}

std::string internalStatusOf(const StatusFields &fields)
{
    const std::string_view known = domain::internalStatusFromEngine(fields.internal);
    return known.empty() ? toLower(fields.internal) : std::string(known);
}

std::string rawStatusOf(const StatusFields &fields)
{
    const bool isCommonUnknown =
        !fields.common.empty() &&
        domain::statusFromEngine(fields.common) == domain::Status::Undecided &&
        !equalsIgnoringCase(fields.common, "UNDECIDED");
    return isCommonUnknown || fields.internal.empty() ? fields.common : fields.internal;
}

} // namespace resync::engine
