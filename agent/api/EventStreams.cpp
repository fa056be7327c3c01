// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/EventStreams.h"

#include "shared/protocol/EventCodec.h"

#include <algorithm>
#include <utility>

namespace resync::api {

namespace {

constexpr std::size_t MostTexts = 1024; ///< that streams may want at about the same time
constexpr std::size_t MostBytesAtOnce = 256U << 10U; ///< a quarter of what may wait on a stream

template<typename List, typename Value>
bool isWanted(const List &list, const Value &value)
{
    return list.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

domain::Event ownEvent(std::string type, Instant now, std::string text)
{
    domain::Event event;
    event.message = {type, {}, std::move(text)};
    event.type = std::move(type);
    event.at = now;
    event.observedAt = now;
    event.subject.kind = "plan";
    event.source = "agent";
    return event;
}

std::shared_ptr<const std::string> hello()
{
    static const auto Text = std::make_shared<const std::string>("retry: 3000\n\n");
    return Text;
}

/// The newest event's id goes along, so that a client that is cut off again resumes from there.
std::shared_ptr<const std::string> resetText(const mirror::EventLog::SharedEvent &newest,
                                             Instant now)
{
    auto event = ownEvent("reset", now,
                          "What happened meanwhile cannot be told any more: read the plan anew.");
    if (newest) {
        event.id = newest->id;
        event.generation = newest->generation;
    }
    return std::make_shared<const std::string>(protocol::eventStreamText(event));
}

} // namespace

bool EventFilter::wants(const domain::Event &event) const
{
    const bool isSubject = subjects.empty() || isWanted(subjects, event.subject.kind) ||
                           isWanted(subjects, event.subject.id) ||
                           isWanted(subjects, event.subject.ref);
    return isSubject && isWanted(types, event.type) && isWanted(severities, event.severity);
}

EventStreams::Text EventStreams::textOf(const mirror::EventLog::SharedEvent &event)
{
    const std::lock_guard lock(m_textMutex);
    if (m_texts.size() > MostTexts)
        m_texts.clear();
    auto &[kept, text] = m_texts[event.get()];
    if (!text) {
        kept = event; // so that no other event gets its address
        text = std::make_shared<const std::string>(protocol::eventStreamText(*event));
    }
    return text;
}

/// One stream on its way through the log. What is too much to wait on its connection at once, a
/// long backlog or a burst, is read from the log again part by part as the client takes it.
class EventStreams::Reader
{
public:
    Reader(EventStreams &streams, mirror::EventLog &log, EventFilter filter)
        : m_streams(streams)
        , m_log(log)
        , m_filter(std::move(filter))
    {}

    /// Once, before all else.
    void writeTo(http::EventStream stream) { m_stream = std::move(stream); }

    // The log's lock is held in the next two.
    void begin(const mirror::EventLog::Backlog &backlog)
    {
        m_stream.write(hello()); // who has got it misses nothing from here on
        resume(backlog);
    }
    void tell(const std::vector<mirror::EventLog::SharedEvent> &events)
    {
        if (!m_isBehind.load(std::memory_order_relaxed))
            writePart(events);
    }

    /// All that was written is sent.
    void drained()
    {
        if (m_isBehind.load(std::memory_order_acquire))
            m_log.catchUp(m_last->id, [this](const auto &backlog) { resume(backlog); });
    }

private:
    void resume(const mirror::EventLog::Backlog &backlog)
    {
        if (backlog.missed)
            return writePart(*backlog.missed);
        m_stream.write(resetText(backlog.newest, m_streams.m_clock.now()));
        m_last = backlog.newest;
        m_isBehind.store(false, std::memory_order_relaxed);
    }
    void writePart(const std::vector<mirror::EventLog::SharedEvent> &events)
    {
        std::size_t bytes = 0;
        for (auto event = events.begin(); event != events.end(); ++event) {
            m_last = *event;
            if (!m_filter.wants(**event))
                continue;
            auto text = m_streams.textOf(*event);
            bytes += text->size();
            const bool isCut = bytes >= MostBytesAtOnce && event + 1 != events.end();
            if (isCut) // before the text can be sent, which is when drained() looks
                m_isBehind.store(true, std::memory_order_release);
            m_streams.m_sent.fetch_add(1, std::memory_order_relaxed);
            m_stream.write(std::move(text));
            if (isCut)
                return;
        }
        m_isBehind.store(false, std::memory_order_relaxed);
    }

    EventStreams &m_streams;
    mirror::EventLog &m_log;
    const EventFilter m_filter;
    http::EventStream m_stream;
    /// Looked at last. While behind it is the reactor's alone, else the log's lock guards it.
    mirror::EventLog::SharedEvent m_last;
    std::atomic<bool> m_isBehind{false}; ///< the log holds more; changes under its lock
};

void EventStreams::open(http::Responder responder, mirror::EventLog &log, EventFilter filter,
                        const std::string &lastEventId, StillAllowed mayGoOn)
{
    std::uint64_t number = 0;
    {
        const std::lock_guard lock(m_mutex);
        number = ++m_last;
        m_open[number].log = &log;
    }
    const auto reader = std::make_shared<Reader>(*this, log, std::move(filter));
    http::StreamStart start;
    start.onClosed = [this, number] { onClosed(number); };
    start.onDrained = [reader] { reader->drained(); };
    const http::EventStream stream = responder.openStream(std::move(start));
    reader->writeTo(stream);
    // What is missed is written under the log's lock, before anything newer can be.
    const auto listener =
        log.subscribe([reader](const auto &events) { reader->tell(events); }, lastEventId,
                      [&](const auto &backlog) { reader->begin(backlog); });
    bool isOver = false;
    {
        const std::lock_guard lock(m_mutex);
        Open &open = m_open[number];
        open.stream = stream;
        open.listener = listener;
        open.mayGoOn = std::move(mayGoOn);
        isOver = open.isClosed || m_isClosing;
        if (open.isClosed)
            m_open.erase(number);
    }
    if (isOver) {
        log.unsubscribe(listener);
        stream.finish();
    }
}

void EventStreams::onClosed(std::uint64_t number)
{
    Open closed;
    {
        const std::lock_guard lock(m_mutex);
        const auto at = m_open.find(number);
        if (at == m_open.end())
            return;
        if (at->second.listener == 0) { // open() is still at work and will find this
            at->second.isClosed = true;
            return;
        }
        closed = std::move(at->second);
        m_open.erase(at);
    }
    closed.log->unsubscribe(closed.listener);
}

void EventStreams::closeAll()
{
    const auto text = std::make_shared<const std::string>(protocol::eventStreamText(
        ownEvent("closing", m_clock.now(), "The Resync agent is stopping.")));
    const std::lock_guard lock(m_mutex);
    m_isClosing = true;
    for (const auto &[number, open] : m_open) {
        open.stream.write(text);
        open.stream.finish();
    }
}

void EventStreams::endForbidden()
{
    const std::lock_guard lock(m_mutex);
    for (auto &[number, open] : m_open) {
        if (!open.mayGoOn || open.mayGoOn())
            continue;
        open.mayGoOn = nullptr;
        open.stream.finish();
    }
}

std::size_t EventStreams::count() const
{
    const std::lock_guard lock(m_mutex);
    return m_open.size();
}

} // namespace resync::api
