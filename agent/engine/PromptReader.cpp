// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/PromptReader.h"

#include "agent/engine/V1Keys.h"

namespace resync::engine {

namespace {

using domain::Prompt;

constexpr JsonField<Prompt> PromptFields[] = {
    {"id", [](JsonValue &v, Prompt &p) { return read(v, p.id); }},
    {"name", [](JsonValue &v, Prompt &p) { return read(v, p.name); }},
    {"promptInPlanKey", [](JsonValue &v, Prompt &p) { return readKeyName(v, p.name); }},
    {"number", [](JsonValue &v, Prompt &p) { return read(v, p.number); }},
    {"text", [](JsonValue &v, Prompt &p) { return read(v, p.text); }},
    {"status", [](JsonValue &v, Prompt &p) { return read(v, p.status); }},
    {"type", [](JsonValue &v, Prompt &p) { return read(v, p.type); }},
    {"jobId", [](JsonValue &v, Prompt &p) { return read(v, p.job); }},
    {"jobStreamId", [](JsonValue &v, Prompt &p) { return read(v, p.stream); }},
    {"timeAsked", [](JsonValue &v, Prompt &p) { return read(v, p.askedAt); }},
    {"timeRespond", [](JsonValue &v, Prompt &p) { return read(v, p.answeredAt); }},
};

} // namespace

error_code readPrompt(JsonValue &value, Prompt &out)
{
    const error_code error = readFields<PromptFields>(value, out);
    out.status = lowerSnake(out.status);
    out.type = lowerSnake(out.type);
    return error;
}

} // namespace resync::engine
