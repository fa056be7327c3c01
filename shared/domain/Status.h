// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace resync::domain {

/// The engine's ten common statuses (reference manual, "common status"), in the order of api.md §4.
enum class Status : unsigned char {
    Waiting,
    Ready,
    Running,
    Successful,
    Error,
    Canceled,
    Held,
    Undecided,
    Blocked,
    Suppress
};

inline constexpr std::size_t StatusCount = 10;
inline constexpr std::array<Status, StatusCount> AllStatuses = {
    Status::Waiting,  Status::Ready, Status::Running,   Status::Successful, Status::Error,
    Status::Canceled, Status::Held,  Status::Undecided, Status::Blocked,    Status::Suppress};

/// How many rows have each status; index: Status.
using StatusCounts = std::array<int, StatusCount>;

/// "waiting", "successful" …: the words of the REST API.
[[nodiscard]] std::string_view toString(Status status);
/// The REST word, any case. Nothing for other words.
[[nodiscard]] std::optional<Status> statusFromWord(std::string_view word);

/// The engine's common status word ("SUCCESSFUL", also "SUCCEED" of older manuals, and the z/OS
/// words that have a distributed counterpart); unknown words are Undecided.
[[nodiscard]] Status statusFromEngine(std::string_view commonStatus);

/// The common status that belongs to an internal one (tws-api §2.2), for engines that leave the
/// common one out. Priority 0 turns a waiting or ready job into a held one.
[[nodiscard]] Status statusFromInternal(std::string_view internalStatus, int priority);

/// The v2 spelling in lower case of an engine's internal status word of either API version:
/// "ABEND" → "abend", "FAILED" → "fail", "CANCEL" → "cancl", "EXEC_PLUS" → "exec". Empty for an
/// unknown word (then the raw word, in lower case, is all there is).
[[nodiscard]] std::string_view internalStatusFromEngine(std::string_view word);

/// The status will not change any more by itself.
[[nodiscard]] bool isFinal(Status status);

} // namespace resync::domain
