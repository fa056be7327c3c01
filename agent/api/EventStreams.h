// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/api/Access.h"
#include "agent/http/EventStream.h"
#include "agent/http/Responder.h"
#include "agent/mirror/EventLog.h"
#include "shared/core/Clock.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace resync::api {

/// Which events a stream wants; a list that is empty wants all.
struct EventFilter
{
    std::vector<std::string> types;
    std::vector<domain::Severity> severities;
    std::vector<std::string> subjects; ///< kind, id or ref

    [[nodiscard]] bool wants(const domain::Event &event) const;
};

/// The open event streams: each event is written as text once, whoever gets it. Thread: any.
class EventStreams
{
public:
    explicit EventStreams(const Clock &clock)
        : m_clock(clock)
    {}
    EventStreams(const EventStreams &) = delete;
    EventStreams &operator=(const EventStreams &) = delete;

    /// Answers with a stream of what \a log takes on from now, or from behind \a lastEventId; an id
    /// that is not known any more gets the event `reset` first. \a log outlives this.
    void open(http::Responder responder, mirror::EventLog &log, EventFilter filter,
              const std::string &lastEventId, StillAllowed mayGoOn = {});
    /// Ends the streams whose callers would not be let in any more; to be called every few seconds.
    void endForbidden();
    /// Tells every stream that the agent is stopping and ends it; later ones are ended at once.
    void closeAll();

    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::uint64_t sent() const { return m_sent.load(std::memory_order_relaxed); }

private:
    using Text = std::shared_ptr<const std::string>;
    struct Open
    {
        http::EventStream stream;
        mirror::EventLog *log = nullptr;
        mirror::EventLog::ListenerId listener = 0;
        StillAllowed mayGoOn;  ///< empty: always, or it was ended
        bool isClosed = false; ///< its connection ended before it was entered here
    };

    class Reader;

    [[nodiscard]] Text textOf(const mirror::EventLog::SharedEvent &event);
    void onClosed(std::uint64_t number);

    const Clock &m_clock;
    std::atomic<std::uint64_t> m_sent{0};

    mutable std::mutex m_mutex; ///< guards the next three
    std::unordered_map<std::uint64_t, Open> m_open;
    std::uint64_t m_last = 0;
    bool m_isClosing = false;

    std::mutex m_textMutex; ///< guards the texts written last
    std::unordered_map<const domain::Event *, std::pair<mirror::EventLog::SharedEvent, Text>>
        m_texts;
};

} // namespace resync::api
