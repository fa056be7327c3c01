// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Dependency.h"
#include "shared/domain/Statement.h"
#include "shared/protocol/List.h"

#include <optional>
#include <string_view>
#include <vector>

namespace resync::protocol {

template<>
struct Codec<domain::Dependency>
{
    static void write(JsonWriter &json, const domain::Dependency &dependency);
    static void read(const JsonNode &node, domain::Dependency &out);
};

/// What a job waits for and who waits for it: the shape "Dependencies" of api.md §5.
struct Dependencies
{
    std::optional<std::vector<domain::Dependency>> predecessors; ///< none: unknown
    std::optional<std::vector<domain::Dependency>> successors;
    std::vector<domain::Statement> issues; ///< why a part of it is unknown
    Stamp stamp;

    bool operator==(const Dependencies &) const = default;
};
void writeDependencies(JsonWriter &json, const Dependencies &dependencies);
/// Protocol: \a text is not such a document; the message names the place.
[[nodiscard]] Result<Dependencies> readDependencies(std::string_view text);

} // namespace resync::protocol
