// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Resource.h"
#include "shared/protocol/FieldSelection.h"
#include "shared/protocol/List.h"

#include <string_view>

namespace resync::protocol {

/// Reads the parameter fields= of a list of resources; errors as parseFieldSelection.
[[nodiscard]] Result<FieldSelection> selectResourceFields(std::string_view text);

/// One row of a list: the shape "Resource" of api.md §5.
void writeResource(JsonWriter &json, const domain::Resource &resource,
                   const FieldSelection &fields = {});

template<>
struct Codec<domain::Resource>
{
    static void read(const JsonNode &node, domain::Resource &out);
};

/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<List<domain::Resource>> readResourceList(std::string_view text);

} // namespace resync::protocol
