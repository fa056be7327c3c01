// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Event.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace resync::mirror {

/// What happened lately, in order: at most 10 000 events or 8 MiB, the oldest dropped first.
/// Thread: any.
class EventLog
{
public:
    using SharedEvent = std::shared_ptr<const domain::Event>;
    /// Told of new events, in order, on the thread that appends; must not block or call back in.
    using Listener = std::function<void(const std::vector<SharedEvent> &)>;
    using ListenerId = std::uint64_t;

    static constexpr std::size_t MaxEvents = 10'000;
    static constexpr std::size_t MaxBytes = 8U << 20U;

    /// \param epoch of the mirror; event ids begin with it
    explicit EventLog(std::string epoch);

    /// Gives each event its id ("<epoch>-<generation>-<n>", n from 0 within a generation) and keeps
    /// it. Ids only grow: an event of an older generation gets the newest one in its id.
    void append(std::vector<domain::Event> events);

    /// The events behind \a id, oldest first; none: that id is unknown or already dropped, so what
    /// lies between cannot be told. An empty id: nothing was missed, an empty list.
    [[nodiscard]] std::optional<std::vector<SharedEvent>> after(std::string_view id) const;
    /// All that is kept, oldest first.
    [[nodiscard]] std::vector<SharedEvent> all() const;

    /// What a new listener finds.
    struct Backlog
    {
        std::optional<std::vector<SharedEvent>> missed; ///< as after() says
        SharedEvent newest;                             ///< null: the log is empty
    };
    /// Subscribes; \a first is told what lies behind \a id before \a listener is told of anything
    /// newer, so that nothing is lost, seen twice or out of order. It must not call back in.
    [[nodiscard]] ListenerId subscribe(Listener listener, std::string_view id,
                                       const std::function<void(const Backlog &)> &first);
    /// Tells \a tell what lies behind \a id now, before anything newer is taken on. It must not
    /// call back in.
    void catchUp(std::string_view id, const std::function<void(const Backlog &)> &tell) const;
    /// After it returns the listener is not called any more.
    void unsubscribe(ListenerId listener);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::uint64_t appended() const; ///< since the start

private:
    struct Subscription
    {
        ListenerId id = 0;
        Listener tell;
    };

    struct Entry
    {
        std::uint64_t generation = 0; ///< of the id
        std::uint64_t n = 0;
        std::size_t bytes = 0;
        SharedEvent event;
    };

    [[nodiscard]] std::optional<std::vector<SharedEvent>> afterLocked(std::string_view id) const;
    [[nodiscard]] Backlog backlogLocked(std::string_view id) const;
    void dropOldest();

    const std::string m_epoch;
    mutable std::mutex m_mutex; ///< guards all below
    std::deque<Entry> m_events; ///< by generation and n
    std::vector<Subscription> m_listeners;
    ListenerId m_lastListener = 0;
    std::size_t m_bytes = 0;
    std::uint64_t m_appended = 0;
    std::uint64_t m_generation = 0;
    std::uint64_t m_next = 0; ///< n of the next event of m_generation
};

} // namespace resync::mirror
