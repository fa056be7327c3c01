// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/JsonWriter.h"
#include "shared/core/StrongId.h"
#include "shared/domain/Status.h"
#include "shared/protocol/JsonNode.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace resync::protocol {

/// How a type is written to and read from JSON. A specialisation has
///   static void write(JsonWriter &json, const T &value);
///   static void read(const JsonNode &node, T &out);   // null leaves out as it is
template<typename T>
struct Codec;

/// Numbers and booleans.
template<typename T>
requires std::is_arithmetic_v<T>
struct Codec<T>
{
    static void write(JsonWriter &json, T value) { json.value(value); }
    static void read(const JsonNode &node, T &out) { node.read(out); }
};

/// Text; an empty one is unknown, which is null.
template<>
struct Codec<std::string>
{
    static void write(JsonWriter &json, const std::string &text)
    {
        if (text.empty())
            json.null();
        else
            json.value(text);
    }
    static void read(const JsonNode &node, std::string &out) { node.read(out); }
};

template<typename Tag>
struct Codec<StrongId<Tag>>
{
    static void write(JsonWriter &json, const StrongId<Tag> &id)
    {
        Codec<std::string>::write(json, id.value());
    }
    static void read(const JsonNode &node, StrongId<Tag> &out)
    {
        std::string text;
        node.read(text);
        out = StrongId<Tag>(std::move(text));
    }
};

template<>
struct Codec<Instant>
{
    static void write(JsonWriter &json, Instant at) { json.value(at); }
    static void read(const JsonNode &node, Instant &out);
};

/// Durations are numbers of seconds, with up to three decimals where they matter.
template<>
struct Codec<milliseconds>
{
    static void write(JsonWriter &json, milliseconds span);
    static void read(const JsonNode &node, milliseconds &out);
};

template<>
struct Codec<domain::Status>
{
    static void write(JsonWriter &json, domain::Status status)
    {
        json.value(domain::toString(status));
    }
    static void read(const JsonNode &node, domain::Status &out); ///< unknown words: Undecided
};

/// An object with one member a status, all of them always there.
template<>
struct Codec<domain::StatusCounts>
{
    static void write(JsonWriter &json, const domain::StatusCounts &counts);
    static void read(const JsonNode &node, domain::StatusCounts &out);
    static void writeMembers(JsonWriter &json, const domain::StatusCounts &counts);
};

template<typename T>
struct Codec<std::vector<T>>
{
    static void write(JsonWriter &json, const std::vector<T> &values)
    {
        json.beginArray();
        for (const T &value : values)
            Codec<T>::write(json, value);
        json.endArray();
    }
    static void read(const JsonNode &node, std::vector<T> &out)
    {
        node.forEachElement(
            [&](const JsonNode &element) { Codec<T>::read(element, out.emplace_back()); });
    }
};

/// Named texts: an object; numbers and booleans are read as their text.
using NamedTexts = std::vector<std::pair<std::string, std::string>>;
template<>
struct Codec<NamedTexts>
{
    static void write(JsonWriter &json, const NamedTexts &texts);
    static void read(const JsonNode &node, NamedTexts &out);
};

template<typename T>
struct Codec<std::optional<T>>
{
    static void write(JsonWriter &json, const std::optional<T> &maybe)
    {
        if (maybe)
            Codec<T>::write(json, *maybe);
        else
            json.null();
    }
    static void read(const JsonNode &node, std::optional<T> &out)
    {
        if (!node.isNull())
            Codec<T>::read(node, out.emplace());
    }
};

/// A present text may be empty ("" is a value here, as of a setting).
template<>
struct Codec<std::optional<std::string>>
{
    static void write(JsonWriter &json, const std::optional<std::string> &text)
    {
        json.value(text);
    }
    static void read(const JsonNode &node, std::optional<std::string> &out)
    {
        if (!node.isNull())
            node.read(out.emplace());
    }
};

} // namespace resync::protocol
