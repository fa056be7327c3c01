// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/domain/Freshness.h"
#include "shared/domain/Job.h"
#include "shared/domain/Workstation.h"

#include <QMetaType>

#include <memory>
#include <string>
#include <vector>

namespace resync::console {

/// An answer with its age. \c receivedAt is the console's clock.
template<typename T>
struct Dated
{
    T value{};
    std::string revision;
    domain::Freshness freshness;
    Instant receivedAt{};
};

/// Immutable rows, shared with background work; sorted by id, never null.
using JobRows = std::shared_ptr<const std::vector<domain::Job>>;
using WorkstationRows = std::shared_ptr<const std::vector<domain::Workstation>>;

} // namespace resync::console
