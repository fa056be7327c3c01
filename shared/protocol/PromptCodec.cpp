// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/PromptCodec.h"

#include "shared/protocol/FieldTable.h"

namespace resync::protocol {

namespace {

using domain::Prompt;

constexpr std::array Fields = {
    requiredField<&Prompt::id>("id"),    field<&Prompt::name>("name"),
    field<&Prompt::number>("number"),    field<&Prompt::text>("text"),
    field<&Prompt::status>("status"),    field<&Prompt::type>("type"),
    field<&Prompt::job>("job_id"),       field<&Prompt::stream>("job_stream_id"),
    field<&Prompt::askedAt>("asked_at"), field<&Prompt::answeredAt>("answered_at"),
};

} // namespace

Result<FieldSelection> selectPromptFields(std::string_view text)
{
    return parseFieldSelection(text, namesOf(Fields));
}

void writePrompt(JsonWriter &json, const Prompt &prompt, const FieldSelection &fields)
{
    writeObject(json, prompt, Fields, fields);
}

void Codec<Prompt>::read(const JsonNode &node, Prompt &out)
{
    readObject(node, out, Fields);
}

Result<List<Prompt>> readPromptList(std::string_view text)
{
    return readDocument<List<Prompt>>(text, Codec<List<Prompt>>::read);
}

} // namespace resync::protocol
