// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Waiters.h"

#include "agent/mirror/StatusBook.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

bool isFulfilled(const Wish &wish, const Snapshot *shown)
{
    return shown != nullptr &&
           std::all_of(AllCollections.begin(), AllCollections.end(), [&](Collection c) {
               const auto asOf = wish.isWhole ? wholeAsOf(*shown, c) : shown->asOfOf(c);
               return !wish.wanted.has(c) || asOf >= wish.minAsOf;
           });
}

Waiters::Number Waiters::add(const Wish &wish, Done done)
{
    m_waiters.push_back({m_next, wish, std::move(done)});
    return m_next++;
}

void Waiters::expire(Number number)
{
    const auto at = std::find_if(m_waiters.begin(), m_waiters.end(),
                                 [&](const Waiter &w) { return w.number == number; });
    if (at == m_waiters.end())
        return;
    const auto done = std::move(at->done);
    m_waiters.erase(at);
    done(false);
}

void Waiters::answer(const Snapshot *shown, bool everybody)
{
    auto waiters = std::exchange(m_waiters, {});
    std::vector<std::pair<Done, bool>> answers;
    for (auto &waiter : waiters) {
        const bool fulfilled = isFulfilled(waiter.wish, shown);
        if (fulfilled || everybody)
            answers.emplace_back(std::move(waiter.done), fulfilled);
        else
            m_waiters.push_back(std::move(waiter));
    }
    for (const auto &[done, fulfilled] : answers)
        done(fulfilled);
}

} // namespace resync::mirror
