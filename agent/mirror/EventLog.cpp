// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/EventLog.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

std::size_t bytesOf(const domain::Event &event)
{
    std::size_t bytes = sizeof(domain::Event) + 2 * sizeof(void *);
    for (const std::string *text :
         {&event.id, &event.type, &event.subject.kind, &event.subject.id, &event.subject.ref,
          &event.subject.name, &event.before, &event.after, &event.message.code,
          &event.message.text, &event.source})
        bytes += text->size();
    for (const auto &[name, value] : event.message.args)
        bytes += name.size() + value.size() + 2 * sizeof(std::string);
    return bytes;
}

using Place = std::pair<std::uint64_t, std::uint64_t>; ///< generation and n

/// Of the last two numbers of an id.
std::optional<Place> placeOf(std::string_view id)
{
    const std::size_t second = id.rfind('-');
    if (second == std::string_view::npos || second == 0)
        return std::nullopt;
    const std::size_t first = id.rfind('-', second - 1);
    if (first == std::string_view::npos)
        return std::nullopt;
    const auto generation = parseNatural(id.substr(first + 1, second - first - 1));
    const auto n = parseNatural(id.substr(second + 1));
    if (!generation || !n)
        return std::nullopt;
    return Place(*generation, *n);
}

template<typename Iterator>
std::vector<EventLog::SharedEvent> eventsOf(Iterator from, Iterator end)
{
    std::vector<EventLog::SharedEvent> events;
    events.reserve(static_cast<std::size_t>(end - from));
    for (; from != end; ++from)
        events.push_back(from->event);
    return events;
}

} // namespace

EventLog::EventLog(std::string epoch)
    : m_epoch(std::move(epoch))
{}

void EventLog::append(std::vector<domain::Event> events)
{
    if (events.empty())
        return;
    const std::lock_guard lock(m_mutex);
    std::vector<SharedEvent> added;
    added.reserve(events.size());
    for (domain::Event &event : events) {
        if (event.generation > m_generation) {
            m_generation = event.generation;
            m_next = 0;
        }
        const std::uint64_t n = m_next++;
        event.id = m_epoch + '-' + std::to_string(m_generation) + '-' + std::to_string(n);
        added.push_back(std::make_shared<const domain::Event>(std::move(event)));
        const std::size_t bytes = bytesOf(*added.back());
        m_bytes += bytes;
        m_events.push_back({m_generation, n, bytes, added.back()});
    }
    m_appended += added.size();
    dropOldest();
    for (const Subscription &listener : m_listeners)
        listener.tell(added);
}

void EventLog::dropOldest()
{
    while (m_events.size() > MaxEvents || (m_bytes > MaxBytes && m_events.size() > 1)) {
        m_bytes -= m_events.front().bytes;
        m_events.pop_front();
    }
}

std::optional<std::vector<EventLog::SharedEvent>> EventLog::afterLocked(std::string_view id) const
{
    if (id.empty())
        return std::vector<SharedEvent>();
    const auto place = placeOf(id);
    if (!place)
        return std::nullopt;
    const auto at = std::lower_bound(m_events.begin(), m_events.end(), *place,
                                     [](const Entry &entry, const Place &wanted) {
                                         return Place(entry.generation, entry.n) < wanted;
                                     });
    if (at == m_events.end() || at->event->id != id)
        return std::nullopt;
    return eventsOf(at + 1, m_events.end());
}

std::optional<std::vector<EventLog::SharedEvent>> EventLog::after(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    return afterLocked(id);
}

std::vector<EventLog::SharedEvent> EventLog::all() const
{
    const std::lock_guard lock(m_mutex);
    return eventsOf(m_events.begin(), m_events.end());
}

EventLog::ListenerId EventLog::subscribe(Listener listener, std::string_view id,
                                         const std::function<void(const Backlog &)> &first)
{
    const std::lock_guard lock(m_mutex);
    first(backlogLocked(id));
    m_listeners.push_back({++m_lastListener, std::move(listener)});
    return m_lastListener;
}

void EventLog::catchUp(std::string_view id, const std::function<void(const Backlog &)> &tell) const
{
    const std::lock_guard lock(m_mutex);
    tell(backlogLocked(id));
}

EventLog::Backlog EventLog::backlogLocked(std::string_view id) const
{
    return {afterLocked(id), m_events.empty() ? nullptr : m_events.back().event};
}

void EventLog::unsubscribe(ListenerId listener)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_listeners, [&](const Subscription &s) { return s.id == listener; });
}

std::size_t EventLog::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_events.size();
}

std::uint64_t EventLog::appended() const
{
    const std::lock_guard lock(m_mutex);
    return m_appended;
}

} // namespace resync::mirror
