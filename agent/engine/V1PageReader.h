// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/engine/PageReader.h"

namespace resync::engine {

/// Read a list of API v1: a bare array. The page is the last one when it is shorter than asked for;
/// there is no total.
/// \return Protocol: not JSON, or no array; the message names the place
[[nodiscard]] Result<ReadPage<domain::Job>> readV1JobPage(std::string &body,
                                                          const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::JobStream>> readV1JobStreamPage(
    std::string &body, const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::Workstation>> readV1WorkstationPage(
    std::string &body, const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::Resource>> readV1ResourcePage(
    std::string &body, const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::Prompt>> readV1PromptPage(std::string &body,
                                                                const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::CriticalJob>> readV1CriticalJobPage(
    std::string &body, const mirror::PageRequest &asked);

} // namespace resync::engine
