// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/JobTable.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace resync::mirror {

/// Texts of one table as numbers of another, each looked up once.
class TextTranslation
{
public:
    TextTranslation(const TextTable &from, TextTableBuilder &to)
        : m_from(from)
        , m_to(to)
        , m_known(from.count(), Unknown)
    {}
    std::uint32_t operator()(std::uint32_t number)
    {
        std::uint32_t &known = m_known[number];
        if (known == Unknown)
            known = m_to.intern(m_from.at(number));
        return known;
    }

private:
    static constexpr std::uint32_t Unknown = NoRow;

    const TextTable &m_from;
    TextTableBuilder &m_to;
    std::vector<std::uint32_t> m_known;
};

/// Numbers small groups of text numbers, equal ones once. \a Group has members of uint32 alone.
template<typename Group>
class GroupIndex
{
public:
    std::uint32_t number(const Group &group, std::vector<Group> &list)
    {
        const auto next = static_cast<std::uint32_t>(list.size());
        const auto [at, isNew] = m_numbers.try_emplace(group, next);
        if (isNew)
            list.push_back(group);
        return at->second;
    }
    void learn(const std::vector<Group> &list)
    {
        for (std::uint32_t i = 0; i < list.size(); ++i)
            m_numbers.try_emplace(list[i], i);
    }

private:
    struct Hash
    {
        std::size_t operator()(const Group &group) const noexcept
        {
            std::array<std::uint32_t, sizeof(Group) / sizeof(std::uint32_t)> numbers{};
            std::memcpy(numbers.data(), &group, sizeof(Group));
            std::uint64_t hash = 0;
            for (const std::uint32_t number : numbers)
                hash = (hash ^ number) * 0x9e37'79b9'7f4a'7c15U; // 2^64 / golden ratio
            return hash ^ hash >> 32U;
        }
    };
    boost::unordered_flat_map<Group, std::uint32_t, Hash> m_numbers;
};

/// Makes a Structure: from jobs, or from rows of another one. Thread: one.
class StructureBuilder
{
public:
    StructureBuilder() = default;
    /// Goes on with the texts and streams of \a base, not with its rows.
    explicit StructureBuilder(const Structure &base);

    [[nodiscard]] Structure::Row pack(const domain::Job &job);
    /// The row of the job \a id with nothing but its id.
    [[nodiscard]] Structure::Row packId(std::string_view id);

    [[nodiscard]] const TextTable &texts() const { return m_texts.texts(); }
    [[nodiscard]] TextTableBuilder &textBuilder() { return m_texts; }
    std::uint32_t addStream(const Structure::Stream &stream);
    void append(const Structure::Row &row) { m_structure.rows.push_back(row); }
    /// The rows so far, without texts (see texts()).
    [[nodiscard]] Structure &structure() { return m_structure; }
    /// Like Structure::find(), while it is being built.
    [[nodiscard]] IdKey idAt(std::size_t row) const;
    [[nodiscard]] std::optional<std::uint32_t> find(const IdKey &id) const;
    void reserve(std::size_t rows) { m_structure.rows.reserve(rows); }
    void setPlanId(const domain::PlanId &id)
    {
        if (m_structure.planId != id)
            m_structure.planId = id;
    }
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] Structure take();

private:
    [[nodiscard]] std::uint32_t packStream(const domain::StreamRef &stream);

    Structure m_structure; ///< its texts are in m_texts until take()
    TextTableBuilder m_texts;
    GroupIndex<Structure::Stream> m_streams;
    std::vector<std::uint32_t> m_streamById; ///< the last one, by the number of its id's text
};

/// Makes a State, like StructureBuilder.
class StateBuilder
{
public:
    StateBuilder() = default;
    /// Goes on with \a base, rows included.
    explicit StateBuilder(const State &base);

    [[nodiscard]] State::Row pack(const domain::Job &job);

    [[nodiscard]] const TextTable &texts() const { return m_texts.texts(); }
    [[nodiscard]] TextTableBuilder &textBuilder() { return m_texts; }
    [[nodiscard]] TextTableBuilder &runIdBuilder() { return m_runIds; }
    std::uint32_t addWords(const State::Words &words);
    [[nodiscard]] std::vector<State::Row> &rows() { return m_state.rows; }
    [[nodiscard]] std::size_t bytes() const;
    [[nodiscard]] State take();

private:
    State m_state; ///< its texts are in the builders until take()
    TextTableBuilder m_texts;
    TextTableBuilder m_runIds;
    GroupIndex<State::Words> m_words;
};

/// Rows of \a from as rows of what \a to builds. Both must outlive it.
class StructureTranslation
{
public:
    StructureTranslation(const Structure &from, StructureBuilder &to)
        : m_from(from)
        , m_to(to)
        , m_texts(from.texts, to.textBuilder())
        , m_streams(from.streams.size(), NoRow)
    {}
    [[nodiscard]] Structure::Row operator()(Structure::Row row);
    [[nodiscard]] Structure::External operator()(const Structure::External &external);

private:
    const Structure &m_from;
    StructureBuilder &m_to;
    TextTranslation m_texts;
    std::vector<std::uint32_t> m_streams;
};

class StateTranslation
{
public:
    StateTranslation(const State &from, StateBuilder &to)
        : m_from(from)
        , m_to(to)
        , m_texts(from.texts, to.textBuilder())
        , m_words(from.words.size(), NoRow)
    {}
    [[nodiscard]] State::Row operator()(State::Row row);

private:
    const State &m_from;
    StateBuilder &m_to;
    TextTranslation m_texts;
    std::vector<std::uint32_t> m_words;
};

} // namespace resync::mirror
