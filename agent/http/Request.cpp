// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Request.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <array>

namespace resync::http {

namespace {

struct NamedMethod
{
    std::string_view name;
    Method method;
};

constexpr std::array<NamedMethod, 7> Methods = {{
    {"GET", Method::Get},
    {"HEAD", Method::Head},
    {"POST", Method::Post},
    {"PUT", Method::Put},
    {"PATCH", Method::Patch},
    {"DELETE", Method::Delete},
    {"OPTIONS", Method::Options},
}};

} // namespace

std::string_view toString(Method method)
{
    return Methods[static_cast<std::size_t>(method)].name;
}

std::optional<Method> methodFromString(std::string_view name)
{
    const auto found = std::find_if(Methods.begin(), Methods.end(),
                                    [&](const NamedMethod &m) { return m.name == name; });
    if (found == Methods.end())
        return std::nullopt;
    return found->method;
}

const std::string *Request::header(std::string_view name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const Header &header) {
        return header.name.size() == name.size() && equalsIgnoringCase(header.name, name);
    });
    return found == headers.end() ? nullptr : &found->value;
}

const std::string *Request::queryValue(std::string_view name) const
{
    const auto found = std::find_if(query.begin(), query.end(),
                                    [&](const auto &parameter) { return parameter.first == name; });
    return found == query.end() ? nullptr : &found->second;
}

} // namespace resync::http
