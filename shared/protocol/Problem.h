// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/JsonWriter.h"
#include "shared/core/Result.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace resync::protocol {

inline constexpr std::string_view ProblemContentType = "application/problem+json";

/// One line of the table of problem codes (api.md §1).
struct ProblemKind
{
    std::string_view code;
    int status;
    std::string_view title;
    bool isRetryable; ///< the same request may succeed later, unchanged
};

[[nodiscard]] std::span<const ProblemKind> problemKinds();
/// nullptr for a code that is not in the table.
[[nodiscard]] const ProblemKind *findProblemKind(std::string_view code);

/// The code of an error that has none of its own. Errors of the agent's inside without a code come
/// from the engine's side, hence "engine_unauthorized" for Unauthorized: a 401 would tell the
/// caller that its own password is wrong.
[[nodiscard]] std::string_view defaultProblemCode(ErrorKind kind);

/// What is wrong with one parameter or member.
struct FieldProblem
{
    std::string field;
    std::string code;
    std::string message;

    bool operator==(const FieldProblem &) const = default;
};

/// An RFC 9457 problem document. Empty text: unknown.
struct Problem
{
    std::string code;
    int status = 0;
    std::string title;
    std::string detail; ///< English sentence; never a submitted value
    std::string instance;
    std::string requestId;
    bool isRetryable = false;
    std::vector<FieldProblem> errors;

    bool operator==(const Problem &) const = default;
};

/// A problem with what the table knows of \a code ("internal" for one it does not know).
[[nodiscard]] Problem makeProblem(std::string_view code, std::string detail);
/// The problem that an error becomes: its code, else the default of its kind; its message is the
/// detail.
[[nodiscard]] Problem makeProblem(const Error &error);

void writeProblem(JsonWriter &json, const Problem &problem);
/// Protocol: \a text is not a problem document (a proxy's page, for one).
[[nodiscard]] Result<Problem> readProblem(std::string_view text);

} // namespace resync::protocol
