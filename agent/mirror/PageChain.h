// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace resync::mirror {

/// Which page of a list comes next, and whether the pages join. Each page begins with the last row
/// of the one before; when that row is missing, rows vanished in between and others slipped past,
/// so the chain goes back until the pages join again. Knows no engine. Thread: one.
template<typename Row>
class PageChain
{
public:
    struct Ask ///< one request that was handed out
    {
        std::size_t offset = 0;
        std::size_t limit = 0;
        std::uint64_t round = 0;
    };

    explicit PageChain(std::size_t rowsPerPage)
        : m_limit(std::max<std::size_t>(1, rowsPerPage))
    {}

    /// The page to ask for now; none: wait for an answer, or all is read.
    [[nodiscard]] std::optional<Ask> next()
    {
        const bool isBusy = m_asked > 0 || !m_held.empty();
        if (m_isComplete || (isBusy && !isExpected(m_next)))
            return std::nullopt;
        ++m_asked;
        const Ask ask{m_next, m_limit, m_round};
        m_next += step(m_limit);
        return ask;
    }

    /// Takes the answer to \a ask and hands \a sink the rows that join what it was given before;
    /// one that came too late, after forgetUnanswered(), is dropped. Returns whether it counted.
    template<typename Sink>
    bool take(const Ask &ask, Page<Row> page, Sink &&sink)
    {
        if (ask.round != m_round || m_isComplete)
            return false;
        --m_asked;
        m_held.insert_or_assign(ask.offset, std::move(page));
        for (auto at = m_held.find(m_expected); at != m_held.end() && !m_isComplete;
             at = m_held.find(m_expected)) {
            const Page<Row> joined = std::move(at->second);
            m_held.erase(at);
            accept(joined, sink);
        }
        return true;
    }

    /// What was asked for and is not answered yet will be asked for again.
    void forgetUnanswered()
    {
        ++m_round;
        m_asked = 0;
        m_held.clear();
        m_next = m_expected;
    }

    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    /// The pages did not join however often they were read: rows may be missing.
    [[nodiscard]] bool isDoubtful() const { return m_stepsBack >= MostStepsBack; }
    [[nodiscard]] std::optional<std::size_t> total() const { return m_total; }

private:
    static constexpr int MostStepsBack = 20;

    struct Joint ///< where an accepted page began, and the row that the one before it ended with
    {
        std::size_t offset = 0;
        std::string before;
    };

    [[nodiscard]] static std::size_t step(std::size_t rows) { return rows > 1 ? rows - 1 : rows; }

    /// A second page at once only when the engine's count says that it exists.
    [[nodiscard]] bool isExpected(std::size_t offset) const
    {
        return m_total && !m_joints.empty() && offset < *m_total;
    }

    template<typename Sink>
    void accept(const Page<Row> &page, Sink &&sink)
    {
        m_total = page.total ? page.total : m_total;
        if (!joins(page.rows)) {
            stepBack();
            return;
        }
        m_joints.push_back({m_expected, m_last});
        for (std::size_t i = 0; i < page.rows.size(); ++i) {
            const auto &id = idOf(page.rows[i]);
            m_isAscending = m_isAscending && (i == 0 || idOf(page.rows[i - 1]) < id);
            if (i > 0 || id != m_last)
                sink(page.rows[i]);
        }
        if (!page.rows.empty())
            m_last = idOf(page.rows.back());
        if (page.isLast || page.rows.empty()) {
            m_isComplete = true;
            return;
        }
        m_expected += step(page.rows.size());
        if (page.rows.size() < m_limit) { // an engine may allow fewer rows than asked for
            m_limit = page.rows.size();
            forgetUnanswered();
        }
    }

    [[nodiscard]] bool joins(const std::vector<Row> &rows) const
    {
        if (m_expected == 0 || m_limit == 1 || m_last.empty() || isDoubtful())
            return true;
        if (rows.empty())
            return false;
        return (m_isAscending && idOf(rows.front()) <= m_last) ||
               std::any_of(rows.begin(), rows.end(),
                           [this](const Row &row) { return idOf(row) == m_last; });
    }

    void stepBack()
    {
        ++m_stepsBack;
        const Joint joint = std::move(m_joints.back());
        m_joints.pop_back();
        m_expected = joint.offset;
        m_last = joint.before;
        forgetUnanswered();
    }

    std::size_t m_limit;
    std::size_t m_next = 0;     ///< offset of the next request
    std::size_t m_expected = 0; ///< offset of the next page that joins
    std::uint64_t m_round = 0;
    int m_asked = 0;
    int m_stepsBack = 0;
    std::map<std::size_t, Page<Row>> m_held; ///< came before their turn
    std::vector<Joint> m_joints;             ///< of the accepted pages
    std::string m_last;                      ///< id of the last accepted row
    std::optional<std::size_t> m_total;
    bool m_isAscending = true;
    bool m_isComplete = false;
};

} // namespace resync::mirror
