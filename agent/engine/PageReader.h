// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "shared/core/Result.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace resync::engine {

template<typename Row>
struct ReadPage
{
    mirror::Page<Row> page;
    std::size_t skipped = 0; ///< rows without an id, or that are no objects
};

/// Warns of rows that had to be skipped, if there were any.
void logSkipped(std::string_view operation, const std::string &host, std::size_t rows);

/// Reads a list envelope {"count", "results"} of API v2. The body grows by the parser's padding
/// where its buffer is too small. A page is the last one when the engine's count says so; without a
/// count, when it is shorter than asked for, or empty.
/// \return Protocol: not JSON, or without a list of results; the message names the place
[[nodiscard]] Result<ReadPage<domain::Job>> readJobPage(std::string &body,
                                                        const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::JobStream>> readJobStreamPage(
    std::string &body, const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::Workstation>> readWorkstationPage(
    std::string &body, const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::Resource>> readResourcePage(std::string &body,
                                                                  const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::Prompt>> readPromptPage(std::string &body,
                                                              const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::JobDependencies>> readJobDependencyPage(
    std::string &body, const mirror::PageRequest &asked);
[[nodiscard]] Result<ReadPage<domain::StreamDependencies>> readStreamDependencyPage(
    std::string &body, const mirror::PageRequest &asked);

} // namespace resync::engine
