// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Collections.h"
#include "agent/mirror/Snapshot.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace resync::mirror {

/// What somebody waits for.
struct Wish
{
    CollectionSet wanted;
    Instant minAsOf{};
    bool isWhole = false; ///< every row read anew, not only where rows can have changed
};
[[nodiscard]] bool isFulfilled(const Wish &wish, const Snapshot *shown);

/// Those who wait for the plan to be renewed; each is answered once. Thread: the plan thread.
class Waiters
{
public:
    using Number = std::uint64_t;
    using Done = std::function<void(bool isFulfilled)>;

    [[nodiscard]] Number add(const Wish &wish, Done done);
    /// Answers it with false, if it still waits.
    void expire(Number number);
    /// Answers all whose wish is fulfilled; the others too, with false, if \a everybody.
    void answer(const Snapshot *shown, bool everybody);

private:
    struct Waiter
    {
        Number number = 0;
        Wish wish;
        Done done;
    };

    std::vector<Waiter> m_waiters;
    Number m_next = 0;
};

} // namespace resync::mirror
