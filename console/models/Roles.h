// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace resync::console {

/// Roles of all models of the console, besides Qt's own. DisplayRole is for eyes.
enum ModelRole {
    SortRole = Qt::UserRole + 1, ///< the raw value; invalid: unknown, sorted last
    StateKindRole,               ///< int(StateKind) in cells that carry a state, else invalid
    SecondaryTextRole,           ///< muted text behind the main one: "16 min" behind "02:31"
    IdRole,                      ///< QString: the row's id, the same in every column
    MonospaceRole                ///< bool: a value to be shown in the fixed font
};

} // namespace resync::console
