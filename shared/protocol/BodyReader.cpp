// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/BodyReader.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace resync::protocol {

BodyReader::BodyReader(std::string_view body)
{
    auto document = nlohmann::json::parse(body, nullptr, false);
    if (document.is_object())
        m_document = std::make_unique<const nlohmann::json>(std::move(document));
    else
        reject("body", "body: must be a JSON object", "bad_request");
}

BodyReader::~BodyReader() = default;

std::string BodyReader::text(std::string_view name, std::size_t maxBytes)
{
    if (!m_document)
        return {};
    const auto *value = member(name);
    const auto *found = value != nullptr ? value->get_ptr<const std::string *>() : nullptr;
    if (value == nullptr)
        reject(name, "is missing");
    else if (found == nullptr)
        reject(name, "must be a string");
    else if (found->empty())
        reject(name, "must not be empty");
    else if (found->size() > maxBytes)
        reject(name, "must not be longer than " + std::to_string(maxBytes) + " bytes");
    else
        return *found;
    return {};
}

std::optional<Instant> BodyReader::instant(std::string_view name)
{
    const auto *value = m_document ? member(name) : nullptr;
    if (value == nullptr)
        return std::nullopt;
    const auto *text = value->get_ptr<const std::string *>();
    auto at = text != nullptr ? parseInstant(*text) : std::nullopt;
    if (!at)
        reject(name, "must be a time like 2026-11-24T01:14:20.000Z, or null");
    return at;
}

void BodyReader::reject(std::string_view name, std::string message, std::string_view code)
{
    const std::string field(name);
    if (!message.starts_with(field + ':'))
        message = field + ": " + message;
    m_problems.push_back({field, std::string(code), std::move(message)});
}

std::vector<FieldProblem> BodyReader::problems() const
{
    auto problems = m_problems;
    if (!m_document)
        return problems;
    for (const auto &[name, value] : m_document->items()) {
        if (std::find(m_known.begin(), m_known.end(), name) == m_known.end())
            problems.push_back({name, "unknown_parameter", name + ": is not known here"});
    }
    return problems;
}

/// nullptr: absent or null.
const nlohmann::json *BodyReader::member(std::string_view name)
{
    m_known.emplace_back(name);
    const auto found = m_document->find(name);
    return found == m_document->end() || found->is_null() ? nullptr : &*found;
}

} // namespace resync::protocol
