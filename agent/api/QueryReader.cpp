// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/QueryReader.h"

#include "agent/api/Answer.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace resync::api {

namespace {
constexpr std::size_t LongestEchoedName = 64;
constexpr std::size_t MostProblems = 20; ///< that one answer names
} // namespace

void QueryReader::reject(std::string_view name, std::string message, std::string_view code)
{
    if (m_problems.size() == MostProblems)
        return;
    m_problems.push_back({std::string(name), std::string(code), std::move(message)});
}

const std::string *QueryReader::text(std::string_view name)
{
    m_known.push_back(name);
    const std::string *found = nullptr;
    for (const auto &[key, value] : m_request.query) {
        if (key != name)
            continue;
        if (found != nullptr) {
            reject(name, std::string(name) + ": may be given once only");
            return nullptr;
        }
        found = &value;
    }
    return found;
}

std::vector<std::string> QueryReader::texts(std::string_view name)
{
    m_known.push_back(name);
    std::vector<std::string> values;
    for (const auto &[key, value] : m_request.query)
        if (key == name)
            values.push_back(value);
    return values;
}

void QueryReader::checkWords(std::string_view name, const std::vector<std::string> &words,
                             const std::vector<std::string_view> &known)
{
    for (const std::string &word : words) {
        if (std::find(known.begin(), known.end(), word) != known.end())
            continue;
        std::string list;
        for (const std::string_view option : known)
            list.append(list.empty() ? "" : ", ").append(option);
        reject(name, std::string(name) + ": must be one of " + list);
    }
}

std::size_t QueryReader::number(std::string_view name, std::size_t least, std::size_t most,
                                std::size_t whenAbsent)
{
    const std::string *value = text(name);
    if (value == nullptr)
        return whenAbsent;
    const auto number = parseNatural(*value);
    if (number && *number >= least && *number <= most)
        return static_cast<std::size_t>(*number);
    reject(name, std::string(name) + ": must be a whole number from " + std::to_string(least) +
                     " to " + std::to_string(most));
    return whenAbsent;
}

std::optional<bool> QueryReader::flag(std::string_view name)
{
    const std::string *value = text(name);
    return value != nullptr ? readFlag(name, *value) : std::nullopt;
}

std::vector<bool> QueryReader::flags(std::string_view name)
{
    std::vector<bool> all;
    for (const std::string &value : texts(name))
        if (const auto flag = readFlag(name, value))
            all.push_back(*flag);
    return all;
}

std::optional<bool> QueryReader::readFlag(std::string_view name, const std::string &value)
{
    if (value.empty() || value == "1" || value == "true")
        return true;
    if (value == "0" || value == "false")
        return false;
    reject(name, std::string(name) + ": must be true or false");
    return std::nullopt;
}

std::optional<milliseconds> QueryReader::seconds(std::string_view name)
{
    constexpr double MostSeconds = 86'400;
    const std::string *value = text(name);
    if (value == nullptr)
        return std::nullopt;
    double number = -1;
    const auto *const end = value->data() + value->size();
    const auto [stop, error] =
        std::from_chars(value->data(), end, number, std::chars_format::fixed);
    if (error == std::errc() && stop == end && std::signbit(number) == 0 && number <= MostSeconds)
        return milliseconds(std::llround(number * 1000));
    reject(name, std::string(name) + ": must be a number of seconds from 0 to 86400");
    return std::nullopt;
}

std::optional<Instant> QueryReader::instant(std::string_view name)
{
    const std::string *value = text(name);
    if (value == nullptr)
        return std::nullopt;
    const auto at = parseInstant(*value);
    if (!at)
        reject(name, std::string(name) + ": must be a time such as 2026-11-24T01:14:20Z");
    return at;
}

std::optional<http::Response> QueryReader::answer()
{
    for (const auto &[key, value] : m_request.query)
        if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
            reject(key.substr(0, LongestEchoedName), "this route has no such parameter",
                   "unknown_parameter");
    if (m_problems.empty())
        return std::nullopt;
    auto problem = protocol::makeProblem(m_problems.front().code, m_problems.front().message);
    problem.errors = std::move(m_problems);
    return problemAnswer(std::move(problem), m_request);
}

} // namespace resync::api
