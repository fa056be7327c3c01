// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/JsonNode.h"

#include <nlohmann/json.hpp>

namespace resync::protocol {

namespace {

std::string_view typeName(const nlohmann::json *value)
{
    return value != nullptr ? std::string_view(value->type_name()) : "nothing";
}

} // namespace

JsonNode::JsonNode(const nlohmann::json &root, ReadProblem &problem)
    : m_value(&root)
    , m_problem(problem)
{}

JsonNode::JsonNode(const nlohmann::json *value, const JsonNode &parent, std::string_view name,
                   std::size_t index)
    : m_value(value)
    , m_problem(parent.m_problem)
    , m_parent(&parent)
    , m_name(name)
    , m_index(index)
{}

bool JsonNode::isNull() const
{
    return m_value == nullptr || m_value->is_null();
}

bool JsonNode::isUnknown() const
{
    const auto *text = isNull() ? nullptr : m_value->get_ptr<const std::string *>();
    return isNull() || (text != nullptr && text->empty());
}

bool JsonNode::isObject() const
{
    return m_value != nullptr && m_value->is_object();
}

JsonNode JsonNode::member(std::string_view name) const
{
    const nlohmann::json *value = nullptr;
    if (isObject()) {
        const auto at = m_value->find(name);
        if (at != m_value->end())
            value = &*at;
    }
    return {value, *this, name, NoIndex};
}

bool JsonNode::expectObject() const
{
    if (!isObject())
        reportExpected("object");
    return isObject();
}

void JsonNode::read(std::string &out) const
{
    if (isNull())
        return;
    if (const auto *text = m_value->get_ptr<const std::string *>())
        out = *text;
    else
        reportExpected("string");
}

void JsonNode::read(bool &out) const
{
    if (isNull())
        return;
    if (const auto *flag = m_value->get_ptr<const bool *>())
        out = *flag;
    else
        reportExpected("boolean");
}

void JsonNode::read(double &out) const
{
    if (isNull())
        return;
    if (m_value->is_number())
        out = m_value->get<double>();
    else
        reportExpected("number");
}

std::optional<std::int64_t> JsonNode::integer() const
{
    if (isNull())
        return std::nullopt;
    if (!m_value->is_number_integer()) {
        reportExpected("integer");
        return std::nullopt;
    }
    const auto *natural = m_value->get_ptr<const std::uint64_t *>();
    if (natural != nullptr && !std::in_range<std::int64_t>(*natural)) {
        report("is out of range");
        return std::nullopt;
    }
    return m_value->get<std::int64_t>();
}

JsonNode JsonNode::element(std::size_t index) const
{
    return {&(*m_value)[index], *this, {}, index};
}

std::size_t JsonNode::elementCount() const
{
    if (isNull())
        return 0;
    if (m_value->is_array())
        return m_value->size();
    reportExpected("array");
    return 0;
}

std::size_t JsonNode::memberCount() const
{
    if (isNull())
        return 0;
    if (m_value->is_object())
        return m_value->size();
    reportExpected("object");
    return 0;
}

std::pair<std::string, std::string> JsonNode::scalarMember(std::size_t index) const
{
    const auto at = std::next(m_value->begin(), static_cast<std::ptrdiff_t>(index));
    if (at->is_structured())
        JsonNode(&*at, *this, at.key(), NoIndex).reportExpected("a scalar");
    return {at.key(), at->is_string() ? at->get<std::string>() : at->dump()};
}

void JsonNode::appendPlace(std::string &out) const
{
    if (m_parent == nullptr)
        return;
    m_parent->appendPlace(out);
    if (m_index != NoIndex) {
        out += '[' + std::to_string(m_index) + ']';
        return;
    }
    if (!out.empty())
        out += '.';
    out += m_name;
}

void JsonNode::report(std::string_view what) const
{
    if (hasFailed())
        return;
    appendPlace(m_problem.text);
    if (m_problem.text.empty())
        m_problem.text = "document";
    m_problem.text += ": ";
    m_problem.text += what;
}

void JsonNode::reportExpected(std::string_view type) const
{
    std::string what = "expected ";
    what += type;
    what += ", got ";
    what += typeName(m_value);
    report(what);
}

Result<> readDocument(std::string_view text, void *target, void (*read)(const JsonNode &, void *))
{
    const auto document = nlohmann::json::parse(text, nullptr, false);
    if (document.is_discarded())
        return fail(ErrorKind::Protocol, "not a JSON document");
    ReadProblem problem;
    read(JsonNode(document, problem), target);
    if (!problem.text.empty())
        return fail(ErrorKind::Protocol, problem.text);
    return {};
}

} // namespace resync::protocol
