// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"
#include "shared/protocol/Problem.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::protocol {

/// Reads the JSON object that came as the body of a request and notes everything that is wrong with
/// it, by member; a member that nobody asked for is wrong too. Use: read all of them, then look at
/// problems().
class BodyReader
{
public:
    explicit BodyReader(std::string_view body);
    ~BodyReader();
    BodyReader(const BodyReader &) = delete;
    BodyReader &operator=(const BodyReader &) = delete;

    /// A text of 1 to \a maxBytes bytes that must be there; empty: it was noted.
    [[nodiscard]] std::string text(std::string_view name, std::size_t maxBytes);
    /// A time (RFC 3339) that may be absent or null.
    [[nodiscard]] std::optional<Instant> instant(std::string_view name);

    void reject(std::string_view name, std::string message,
                std::string_view code = "invalid_parameter");
    /// All that was noted; empty: the body is well. Each message begins with the member's name.
    [[nodiscard]] std::vector<FieldProblem> problems() const;

private:
    [[nodiscard]] const nlohmann::json *member(std::string_view name);

    std::unique_ptr<const nlohmann::json> m_document; ///< null: no object
    std::vector<std::string> m_known;
    std::vector<FieldProblem> m_problems;
};

} // namespace resync::protocol
