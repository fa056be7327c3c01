// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/RequestPolicy.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace resync::http {

/// Decodes a body in chunks (RFC 9112 §7.1), in whatever pieces its bytes come. Takes the grammar
/// by its letter, as another reading of the same bytes would find another request in them. Chunk
/// extensions mean nothing here and trailers are dropped; both must be well-formed.
class ChunkedBody
{
public:
    struct Limits
    {
        std::size_t data = 0;     ///< of all chunks together; more: 413
        std::size_t trailers = 0; ///< more: 431
    };

    explicit ChunkedBody(Limits limits)
        : m_limits(limits)
    {}

    /// Takes of \a bytes what it can and returns how much that was: what is left is to come again,
    /// with more behind it. Data is appended to \a out unless that is null.
    [[nodiscard]] std::size_t take(std::string_view bytes, std::string *out);

    [[nodiscard]] bool isComplete() const { return m_phase == Phase::Complete; }
    /// Why the body is refused; nothing more is taken then.
    [[nodiscard]] const std::optional<PolicyViolation> &violation() const { return m_violation; }

private:
    enum class Phase { Size, Data, DataEnd, Trailers, Complete };

    bool step(std::string_view &rest, std::string *out);
    bool takeSize(std::string_view &rest);
    bool takeData(std::string_view &rest, std::string *out);
    bool takeDataEnd(std::string_view &rest);
    bool takeTrailer(std::string_view &rest);
    bool refuse(PolicyViolation violation);

    const Limits m_limits;
    Phase m_phase = Phase::Size;
    std::size_t m_chunk = 0;    ///< of the chunk, yet to come
    std::size_t m_data = 0;     ///< of all chunks so far, the current one included
    std::size_t m_trailers = 0; ///< so far
    std::optional<PolicyViolation> m_violation;
};

} // namespace resync::http
