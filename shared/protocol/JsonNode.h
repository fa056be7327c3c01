// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Result.h"

#include <nlohmann/json_fwd.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace resync::protocol {

/// The first thing that did not fit while a JSON document was read.
struct ReadProblem
{
    std::string text; ///< "items[3].status: expected string, got number"; empty: none
};

/// One value of a JSON document that knows its place in it, for errors that name the place. Nodes
/// are made on the stack while a document is walked: a child points at its parent and at the
/// document. A value that is absent and one that is null are the same here: unknown.
class JsonNode
{
public:
    JsonNode(const nlohmann::json &root, ReadProblem &problem);
    JsonNode(const JsonNode &) = delete;
    JsonNode &operator=(const JsonNode &) = delete;

    [[nodiscard]] bool isNull() const;
    /// Null, or the text that is written as null.
    [[nodiscard]] bool isUnknown() const;
    [[nodiscard]] bool isObject() const;
    [[nodiscard]] JsonNode member(std::string_view name) const;
    /// Reports when this is not an object.
    [[nodiscard]] bool expectObject() const;

    void read(std::string &out) const;
    void read(bool &out) const;
    void read(double &out) const;
    template<std::integral T>
    requires(!std::same_as<T, bool>) void read(T &out) const
    {
        if (const auto number = integer()) {
            if (std::in_range<T>(*number))
                out = static_cast<T>(*number);
            else
                report("is out of range");
        }
    }

    /// Calls \a visit(node) for each element; reports when this is neither an array nor null.
    template<typename Visit>
    void forEachElement(Visit visit) const
    {
        for (std::size_t i = 0, count = elementCount(); i < count && !hasFailed(); ++i)
            visit(element(i));
    }
    /// Calls \a visit(name, text) for each member of an object whose values are scalars.
    template<typename Visit>
    void forEachScalar(Visit visit) const
    {
        for (std::size_t i = 0, count = memberCount(); i < count && !hasFailed(); ++i) {
            const auto [name, text] = scalarMember(i);
            visit(name, text);
        }
    }

    /// Keeps "place: \a what" unless there is an earlier problem.
    void report(std::string_view what) const;
    void reportExpected(std::string_view type) const;
    [[nodiscard]] bool hasFailed() const { return !m_problem.text.empty(); }

private:
    JsonNode(const nlohmann::json *value, const JsonNode &parent, std::string_view name,
             std::size_t index);
    [[nodiscard]] JsonNode element(std::size_t index) const;
    [[nodiscard]] std::size_t elementCount() const;
    [[nodiscard]] std::size_t memberCount() const;
    [[nodiscard]] std::pair<std::string, std::string> scalarMember(std::size_t index) const;
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    void appendPlace(std::string &out) const;

    static constexpr std::size_t NoIndex = std::numeric_limits<std::size_t>::max();

    const nlohmann::json *m_value; ///< null: absent
    ReadProblem &m_problem;
    const JsonNode *m_parent = nullptr;
    std::string_view m_name;
    std::size_t m_index = NoIndex;
};

/// Parses \a text and lets \a read(node) walk it. Protocol: not JSON, or something that did not fit
/// (the message names the place).
[[nodiscard]] Result<> readDocument(std::string_view text, void *target,
                                    void (*read)(const JsonNode &, void *));

template<typename T>
[[nodiscard]] Result<T> readDocument(std::string_view text, void (*read)(const JsonNode &, T &))
{
    struct Target
    {
        T value{};
        void (*read)(const JsonNode &, T &);
    } target{{}, read};
    return readDocument(text, &target,
                        [](const JsonNode &node, void *opaque) {
                            auto &into = *static_cast<Target *>(opaque);
                            into.read(node, into.value);
                        })
        .map([&] { return std::move(target.value); });
}

} // namespace resync::protocol
