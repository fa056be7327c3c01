// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/StateKind.h"
#include "console/theme/Shapes.h"

namespace resync::console {

/// The colour and the shape of a state; its word is stateName().
struct StateLook
{
    Token token;
    StateShape shape;
};

[[nodiscard]] StateLook lookOf(StateKind kind);

} // namespace resync::console
