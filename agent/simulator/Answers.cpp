// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/Answers.h"

#include "shared/core/JsonWriter.h"

namespace resync::simulator {

http::Response jsonAnswer(int status, std::string body)
{
    return http::Response::make(status, "application/json", std::move(body));
}

http::Response errorAnswer(int status, std::string_view text)
{
    std::string body;
    JsonWriter json(body);
    json.beginObject();
    json.key("messages");
    json.beginArray();
    json.value("AWSSIM" + std::to_string(status) + "E " + std::string(text));
    json.endArray();
    json.endObject();
    return jsonAnswer(status, std::move(body));
}

http::Response refusalAnswer(const http::Refusal &refusal)
{
    return errorAnswer(refusal.status, refusal.detail);
}

} // namespace resync::simulator
