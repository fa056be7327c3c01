// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Workstation.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <string_view>

namespace resync::protocol {

/// Reads the parameter fields= of a list of workstations; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectWorkstationFields(std::string_view text);

/// One row of a list: the shape "Workstation" of api.md §5.
void writeWorkstation(JsonWriter &json, const domain::Workstation &workstation,
                      const FieldSelection &fields = {});
void writeWorkstationDocument(JsonWriter &json, const domain::Workstation &workstation,
                              const Stamp &stamp);

template<>
struct Codec<domain::Workstation>
{
    static void read(const JsonNode &node, domain::Workstation &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<domain::Workstation>> readWorkstationList(std::string_view text);
[[nodiscard]] Result<Document<domain::Workstation>> readWorkstationDocument(std::string_view text);

} // namespace resync::protocol
