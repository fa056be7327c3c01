// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/EventLog.h"

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
        if (event.generation != m_generation) {
            m_generation = event.generation;
            m_next = 0;
        }
        event.id =
            m_epoch + '-' + std::to_string(event.generation) + '-' + std::to_string(m_next++);
        added.push_back(std::make_shared<const domain::Event>(std::move(event)));
        m_bytes += bytesOf(*added.back());
        m_events.push_back(added.back());
    }
    m_appended += added.size();
    dropOldest();
    for (const Subscription &listener : m_listeners)
        listener.tell(added);
}

void EventLog::dropOldest()
{
    while (m_events.size() > MaxEvents || (m_bytes > MaxBytes && m_events.size() > 1)) {
        m_bytes -= bytesOf(*m_events.front());
        m_events.pop_front();
    }
}

std::optional<std::vector<EventLog::SharedEvent>> EventLog::afterLocked(std::string_view id) const
{
    if (id.empty())
        return std::vector<SharedEvent>();
    const auto at = std::find_if(m_events.rbegin(), m_events.rend(),
                                 [&](const SharedEvent &event) { return event->id == id; });
    if (at == m_events.rend())
        return std::nullopt;
    return std::vector<SharedEvent>(at.base(), m_events.end());
}

std::optional<std::vector<EventLog::SharedEvent>> EventLog::after(std::string_view id) const
{
    const std::lock_guard lock(m_mutex);
    return afterLocked(id);
}

std::vector<EventLog::SharedEvent> EventLog::all() const
{
    const std::lock_guard lock(m_mutex);
    return {m_events.begin(), m_events.end()};
}

EventLog::ListenerId EventLog::subscribe(Listener listener, std::string_view id,
                                         const std::function<void(const Backlog &)> &first)
{
    const std::lock_guard lock(m_mutex);
    first({afterLocked(id), m_events.empty() ? nullptr : m_events.back()});
    m_listeners.push_back({++m_lastListener, std::move(listener)});
    return m_lastListener;
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
