// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"

#include <string>
#include <string_view>

namespace resync::engine {

/// Reading of the engine's API v2 answers (tws-api §3). Tolerant: unknown members are ignored, a
/// missing, null or ill-typed optional member is unknown, an unknown enum word is kept as it is.
/// A row without an id is left out. Protocol: not JSON, or not the envelope {results:[…]}.
[[nodiscard]] Result<mirror::Page<domain::Job>> readJobs(const std::string &body);
[[nodiscard]] Result<mirror::Page<domain::JobStream>> readJobStreams(const std::string &body);
[[nodiscard]] Result<mirror::Page<domain::Workstation>> readWorkstations(const std::string &body);
[[nodiscard]] Result<domain::EngineIdentity> readIdentity(const std::string &body);
[[nodiscard]] Result<domain::JobDetail> readJobDetail(const std::string &body);

} // namespace resync::engine
