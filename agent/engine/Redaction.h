// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/EngineSettings.h"

#include <string>

namespace resync::engine {

/// \a text, which the engine or something in its place wrote, without our login: a proxy's or a
/// debugging engine's error page may repeat the request. Plain and as HTTP Basic has it.
[[nodiscard]] std::string redacted(std::string text, const EngineSettings &settings);

} // namespace resync::engine
