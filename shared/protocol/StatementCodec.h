// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Statement.h"
#include "shared/protocol/Codec.h"

namespace resync::protocol {

/// {"code":…,"args":{…},"text":…}
template<>
struct Codec<domain::Statement>
{
    static void write(JsonWriter &json, const domain::Statement &statement);
    static void read(const JsonNode &node, domain::Statement &out);
};

} // namespace resync::protocol
