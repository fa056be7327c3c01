// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/protocol/Codec.h"
#include "shared/protocol/FieldSelection.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace resync::protocol {

/// One member of a JSON object, both directions. Members of the same group stand next to each other
/// in a table and make one nested object.
template<typename Out, typename In = Out>
struct Field
{
    std::string_view group; ///< name of the nested object; empty: none
    std::string_view name;
    void (*write)(JsonWriter &, const Out &);
    void (*read)(const JsonNode &, In &) = nullptr; ///< null: derived, not read back
    bool (*isGroupNull)(const Out &) = nullptr;     ///< the whole group is null; null: never
    bool isRequired = false;                        ///< reading without it is an error
};

template<typename T>
struct MemberOf;
template<typename Class, typename Value>
struct MemberOf<Value Class::*>
{
    using Owner = Class;
    using Type = Value;
};
template<auto Member>
using OwnerOf = typename MemberOf<decltype(Member)>::Owner;
template<auto Member>
using TypeOf = typename MemberOf<decltype(Member)>::Type;

/// The member \a Member of a struct.
template<auto Member>
[[nodiscard]] constexpr Field<OwnerOf<Member>> field(std::string_view name)
{
    using Owner = OwnerOf<Member>;
    using Value = Codec<TypeOf<Member>>;
    return {{},
            name,
            [](JsonWriter &json, const Owner &row) { Value::write(json, row.*Member); },
            [](const JsonNode &node, Owner &row) { Value::read(node, row.*Member); }};
}

/// The same, and reading without it is an error.
template<auto Member>
[[nodiscard]] constexpr Field<OwnerOf<Member>> requiredField(std::string_view name)
{
    auto made = field<Member>(name);
    made.isRequired = true;
    return made;
}

/// The member \a Inner of the struct in member \a Outer.
template<auto Outer, auto Inner>
[[nodiscard]] constexpr Field<OwnerOf<Outer>> field(std::string_view group, std::string_view name)
{
    using Owner = OwnerOf<Outer>;
    using Value = Codec<TypeOf<Inner>>;
    return {group, name,
            [](JsonWriter &json, const Owner &row) { Value::write(json, (row.*Outer).*Inner); },
            [](const JsonNode &node, Owner &row) { Value::read(node, (row.*Outer).*Inner); }};
}

/// The member \a Inner of the optional struct in member \a Outer; null while there is none.
template<auto Outer, auto Inner>
[[nodiscard]] constexpr Field<OwnerOf<Outer>> optionalField(std::string_view group,
                                                            std::string_view name)
{
    using Owner = OwnerOf<Outer>;
    using Value = Codec<TypeOf<Inner>>;
    return {
        group, name,
        [](JsonWriter &json, const Owner &row) {
            if (row.*Outer)
                Value::write(json, (*(row.*Outer)).*Inner);
            else
                json.null();
        },
        [](const JsonNode &node, Owner &row) {
            if (node.isNull())
                return;
            if (node.isUnknown()) { // an empty text makes no object; where none may be, it says so
                TypeOf<Inner> none{};
                return Value::read(node, none);
            }
            if (!(row.*Outer))
                (row.*Outer).emplace();
            Value::read(node, (*(row.*Outer)).*Inner);
        }};
}

/// The same; the whole object is null while there is none.
template<auto Outer, auto Inner>
[[nodiscard]] constexpr Field<OwnerOf<Outer>> nullableField(std::string_view group,
                                                            std::string_view name)
{
    auto made = optionalField<Outer, Inner>(group, name);
    made.isGroupNull = [](const OwnerOf<Outer> &row) { return !(row.*Outer); };
    return made;
}

/// Writes the selected members of \a row, without the braces around them.
template<typename Out, typename In, std::size_t N>
void writeMembers(JsonWriter &json, const Out &row, const std::array<Field<Out, In>, N> &fields,
                  const FieldSelection &selection = {})
{
    std::string_view group;
    bool isOpen = false;
    for (std::size_t i = 0; i < N; ++i) {
        const auto &field = fields[i];
        if (!selection.has(i))
            continue;
        if (field.group != group) {
            if (isOpen)
                json.endObject();
            group = field.group;
            isOpen = !group.empty() && (field.isGroupNull == nullptr || !field.isGroupNull(row));
            if (isOpen) {
                json.key(group);
                json.beginObject();
            } else if (!group.empty()) {
                json.memberNull(group);
            }
        }
        if (!group.empty() && !isOpen)
            continue;
        json.key(field.name);
        field.write(json, row);
    }
    if (isOpen)
        json.endObject();
}

template<typename Out, typename In, std::size_t N>
void writeObject(JsonWriter &json, const Out &row, const std::array<Field<Out, In>, N> &fields,
                 const FieldSelection &selection = {})
{
    json.beginObject();
    writeMembers(json, row, fields, selection);
    json.endObject();
}

template<typename Out, typename In>
void readMember(const JsonNode &node, In &row, const Field<Out, In> &field)
{
    if (field.read == nullptr)
        return;
    const JsonNode member = node.member(field.name);
    if (field.isRequired && member.isUnknown())
        member.report("is missing");
    else
        field.read(member, row);
}

/// Reads the members that are there; unknown ones are ignored.
template<typename Out, typename In, std::size_t N>
void readObject(const JsonNode &node, In &row, const std::array<Field<Out, In>, N> &fields)
{
    if (!node.expectObject())
        return;
    for (const auto &field : fields) {
        if (field.group.empty()) {
            readMember(node, row, field);
            continue;
        }
        const JsonNode group = node.member(field.group);
        if (!group.isNull() && group.expectObject())
            readMember(group, row, field);
    }
}

template<typename Out, typename In, std::size_t N>
[[nodiscard]] std::vector<FieldName> namesOf(const std::array<Field<Out, In>, N> &fields)
{
    static_assert(N <= 64, "FieldSelection has 64 bits");
    std::vector<FieldName> names;
    names.reserve(N);
    for (const auto &field : fields)
        names.push_back({field.group, field.name});
    return names;
}

} // namespace resync::protocol
