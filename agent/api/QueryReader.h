// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/http/Request.h"
#include "agent/http/Response.h"
#include "shared/core/Instant.h"
#include "shared/protocol/Problem.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::api {

/// Reads the query parameters of one request and notes what is wrong with them; a parameter that
/// nobody asked for is wrong too. Use: read all of them, then look at answer().
class QueryReader
{
public:
    explicit QueryReader(const http::Request &request)
        : m_request(request)
    {
        m_known.reserve(MostParameters);
    }

    /// The parameter once; given twice it is wrong.
    [[nodiscard]] const std::string *text(std::string_view name);
    /// All values of a parameter that may be repeated (OR).
    [[nodiscard]] std::vector<std::string> texts(std::string_view name);
    /// Rejects each of the \a words of a parameter that is not among \a known, and names those.
    void checkWords(std::string_view name, const std::vector<std::string> &words,
                    const std::vector<std::string_view> &known);
    [[nodiscard]] std::size_t number(std::string_view name, std::size_t least, std::size_t most,
                                     std::size_t whenAbsent);
    /// true, 1 or bare; false or 0.
    [[nodiscard]] std::optional<bool> flag(std::string_view name);
    /// All values of one that may be repeated (OR).
    [[nodiscard]] std::vector<bool> flags(std::string_view name);
    /// A number of seconds, fractions allowed, up to a day.
    [[nodiscard]] std::optional<milliseconds> seconds(std::string_view name);
    /// An RFC 3339 instant.
    [[nodiscard]] std::optional<Instant> instant(std::string_view name);

    void reject(std::string_view name, std::string message,
                std::string_view code = "invalid_parameter");

    /// The 400 to send, or nothing when all is well.
    [[nodiscard]] std::optional<http::Response> answer();

private:
    [[nodiscard]] std::optional<bool> readFlag(std::string_view name, const std::string &value);

    static constexpr std::size_t MostParameters = 16; ///< that one route reads; more cost a copy

    const http::Request &m_request;
    std::vector<std::string_view> m_known;
    std::vector<protocol::FieldProblem> m_problems;
};

} // namespace resync::api
