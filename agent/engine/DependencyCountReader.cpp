// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/DependencyCountReader.h"

namespace resync::engine {

namespace {

using domain::DependencyCounts;

constexpr JsonField<DependencyCounts> CountFields[] = {
    {"numberOfDependencies", [](JsonValue &v, DependencyCounts &c) { return read(v, c.total); }},
    {"numberOfUnresolvedDependencies",
     [](JsonValue &v, DependencyCounts &c) { return read(v, c.unresolved); }},
};

} // namespace

error_code readDependencyCounts(JsonValue &value, DependencyCounts &out)
{
    return readFields<CountFields>(value, out);
}

} // namespace resync::engine
