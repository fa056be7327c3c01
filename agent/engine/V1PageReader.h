// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/PageReader.h"
#include "agent/engine/V1Paging.h"

namespace resync::engine {

/// Read the rows of \a window out of a list of API v1, a bare array. The page is the last one when
/// the engine sent fewer rows than it was asked for; there is no total.
/// \return Protocol: not JSON, or no array; the message names the place
[[nodiscard]] Result<ReadPage<domain::Job>> readV1JobPage(std::string &body,
                                                          const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::JobStream>> readV1JobStreamPage(std::string &body,
                                                                      const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::Workstation>> readV1WorkstationPage(std::string &body,
                                                                          const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::Resource>> readV1ResourcePage(std::string &body,
                                                                    const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::Prompt>> readV1PromptPage(std::string &body,
                                                                const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::JobDependencies>> readV1JobDependencyPage(
    std::string &body, const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::StreamDependencies>> readV1StreamDependencyPage(
    std::string &body, const V1Window &window);
[[nodiscard]] Result<ReadPage<domain::CriticalJob>> readV1CriticalJobPage(std::string &body,
                                                                          const V1Window &window);

} // namespace resync::engine
