// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <memory>
#include <string>
#include <string_view>

namespace resync {

/// A time zone by its IANA name ("Europe/Zurich"), for texts that people read. Immutable, cheap to
/// copy. Thread: any.
class TimeZone
{
public:
    TimeZone() = default; ///< UTC
    /// An unknown or empty name is UTC.
    explicit TimeZone(std::string_view name);

    /// The clock on the wall: "01:12". In UTC for want of a zone it is "01:12 UTC".
    [[nodiscard]] std::string clockTime(Instant at) const;
    [[nodiscard]] bool isUtc() const { return m_zone == nullptr; }

private:
    struct Zone;
    std::shared_ptr<const Zone> m_zone;
};

} // namespace resync
