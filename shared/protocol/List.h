// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/FreshnessCodec.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace resync::protocol {

/// A page of a list and what the envelope says about the whole of it (api.md §2).
template<typename Row>
struct List
{
    std::vector<Row> items;
    std::uint64_t total = 0;
    std::string nextCursor; ///< empty: this was the last page
    Stamp stamp;

    bool operator==(const List &) const = default;
};

/// One object and how old it is.
template<typename T>
struct Document
{
    T value;
    Stamp stamp;

    bool operator==(const Document &) const = default;
};

/// Opens {"items":[ ; the caller writes the rows and then calls endList.
void beginList(JsonWriter &json);
/// Closes the rows and writes total, next_cursor (empty: null), revision and freshness.
void endList(JsonWriter &json, std::uint64_t total, std::string_view nextCursor,
             const Stamp &stamp);

/// Everything but the items.
void readEnvelope(const JsonNode &node, std::uint64_t &total, std::string &nextCursor,
                  Stamp &stamp);

template<typename Row>
struct Codec<List<Row>>
{
    static void read(const JsonNode &node, List<Row> &out)
    {
        readEnvelope(node, out.total, out.nextCursor, out.stamp);
        if (!node.hasFailed())
            Codec<std::vector<Row>>::read(node.member("items"), out.items);
    }
};

template<typename T>
struct Codec<Document<T>>
{
    static void read(const JsonNode &node, Document<T> &out)
    {
        Codec<T>::read(node, out.value);
        if (!node.hasFailed())
            readStamp(node, out.stamp);
    }
};

} // namespace resync::protocol
