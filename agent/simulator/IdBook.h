// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace resync::simulator {

/// The text of a name-based UUID ("4c1f80b2-6d3e-3a95-8b07-d2e94f1a6c53"), by value.
class Uuid
{
public:
    using Text = std::array<char, 36>;

    explicit Uuid(const Text &text)
        : m_text(text)
    {}

    [[nodiscard]] std::string_view view() const { return {m_text.data(), m_text.size()}; }
    bool operator==(const Uuid &) const = default;

private:
    Text m_text;
};

enum class IdKind : std::uint8_t {
    Plan,
    Engine,
    Workstation,
    Folder,
    Stream,
    StreamModel,
    Job,
    Run,
    Definition,
    DefinitionModel,
    Dependency,
    StreamDependency,
    Resource,
    Prompt
};

/// Makes the ids of a plan out of its seed, and finds the row of an id again, without a table: the
/// last eight digits are a scrambled row number, the rest is a hash that proves the id to be ours.
class IdBook
{
public:
    /// The ids of each \a day differ, but for those of the engine and the folders.
    explicit IdBook(std::uint64_t seed, unsigned day = 0);

    /// \a part tells ids of the same kind and row apart, as the runs of a job.
    [[nodiscard]] Uuid make(IdKind kind, std::uint32_t row, std::uint32_t part = 0) const;
    /// The first sixteen digits of make() as a number: ids sort like it.
    [[nodiscard]] std::uint64_t firstHalf(IdKind kind, std::uint32_t row,
                                          std::uint32_t part = 0) const;
    /// The row that make() was given; nothing for any text that make() has not produced.
    [[nodiscard]] std::optional<std::uint32_t> rowOf(IdKind kind, std::string_view id,
                                                     std::uint32_t part = 0) const;

private:
    [[nodiscard]] std::uint64_t seedOf(IdKind kind) const
    {
        return kind == IdKind::Engine || kind == IdKind::Folder ? m_lastingSeed : m_seed;
    }

    std::uint64_t m_lastingSeed;
    std::uint64_t m_seed;
};

} // namespace resync::simulator
