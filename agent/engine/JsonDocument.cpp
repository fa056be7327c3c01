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

} // namespace

Result<> readDocument(std::string &body, const std::function<error_code(JsonValue &)> &read)
{
    if (trimmed(body).empty())
        return fail(ErrorKind::Protocol, "the answer has no body");
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    if (const error_code error = parser.iterate(body, body.capacity()).get(document))
        return notJson(error);
    JsonValue root;
    if (document.get_value().get(root) || !isType(root, simdjson::ondemand::json_type::object))
        return fail(ErrorKind::Protocol,
                    trimmed(body).front() == '[' || trimmed(body).front() == '"'
                        ? "the answer is JSON, but no object"
                        : "the answer is not JSON");
    if (const error_code error = read(root))
        return notJson(error);
    return {};
}

} // namespace resync::engine
