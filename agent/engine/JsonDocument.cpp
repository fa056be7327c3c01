// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/JsonDocument.h"

#include "shared/core/Text.h"

namespace resync::engine {

namespace {

Result<> notJson(error_code error)
{
    return fail(ErrorKind::Protocol,
                std::string("the answer is not JSON (") + simdjson::error_message(error) + ')');
}

Result<> readRoot(std::string &body, simdjson::ondemand::json_type type, std::string_view name,
                  const std::function<error_code(JsonValue &)> &read)
{
    const std::string_view text = trimmed(body);
    if (text.empty())
        return fail(ErrorKind::Protocol, "the answer has no body");
    const bool isJson = std::string_view("[{\"").find(text.front()) != std::string_view::npos;
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    if (const error_code error = parser.iterate(body, body.capacity()).get(document))
        return notJson(error);
    JsonValue root;
    if (document.get_value().get(root) || !isType(root, type))
        return fail(ErrorKind::Protocol, isJson ? "the answer is JSON, but no " + std::string(name)
                                                : "the answer is not JSON");
    if (const error_code error = read(root))
        return notJson(error);
    return {};
}

} // namespace

Result<> readDocument(std::string &body, const std::function<error_code(JsonValue &)> &read)
{
    return readRoot(body, simdjson::ondemand::json_type::object, "object", read);
}

Result<> readListDocument(std::string &body, const std::function<error_code(JsonValue &)> &onItem)
{
    return readRoot(body, simdjson::ondemand::json_type::array, "list",
                    [&](JsonValue &root) { return forEachItem(root, onItem); });
}

} // namespace resync::engine
