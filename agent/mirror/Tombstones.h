// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace resync::mirror {

class JobTable;

/// Which jobs left the plan, and in which generation: the last 50 000. A value; thread: any.
class Tombstones
{
public:
    static constexpr std::size_t MaxCount = 50'000;

    struct Stone
    {
        std::string id;
        std::uint64_t generation = 0;

        bool operator==(const Stone &) const = default;
    };

    /// Ids that left in \a generation, which is not below an earlier one.
    void add(const std::vector<std::string> &ids, std::uint64_t generation);
    /// Forgets those that are back.
    void forgetThoseIn(const JobTable &jobs);
    /// A new plan: what left before \a generation is not known any more.
    void restart(std::uint64_t generation);

    /// Everything that left after this generation is known; a change since an older one is not.
    [[nodiscard]] std::uint64_t completeFrom() const { return m_completeFrom; }
    /// Ids that left after \a generation, the latest last.
    [[nodiscard]] std::vector<std::string_view> after(std::uint64_t generation) const;
    [[nodiscard]] std::size_t size() const { return m_stones.size(); }

private:
    std::vector<Stone> m_stones; ///< by generation
    std::uint64_t m_completeFrom = 0;
};

} // namespace resync::mirror
