// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Prompt.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <string_view>

namespace resync::protocol {

/// Reads the parameter fields= of a list of prompts; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectPromptFields(std::string_view text);

/// One row of a list: the shape "Prompt" of api.md §5.
void writePrompt(JsonWriter &json, const domain::Prompt &prompt, const FieldSelection &fields = {});

template<>
struct Codec<domain::Prompt>
{
    static void read(const JsonNode &node, domain::Prompt &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<domain::Prompt>> readPromptList(std::string_view text);

} // namespace resync::protocol
