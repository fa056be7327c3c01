// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/EventCodec.h"

#include "shared/core/Text.h"
#include "shared/protocol/FieldTable.h"
#include "shared/protocol/StatementCodec.h"

#include <algorithm>
#include <array>

namespace resync::protocol {

template<>
struct Codec<domain::Severity>
{
    static void write(JsonWriter &json, domain::Severity severity)
    {
        json.value(toString(severity));
    }
    static void read(const JsonNode &node, domain::Severity &out)
    {
        std::string word;
        node.read(word);
        for (const auto severity : {domain::Severity::Info, domain::Severity::Warning,
                                    domain::Severity::Error, domain::Severity::Critical})
            if (toString(severity) == word)
                out = severity; // an unknown word stays what it is: info
    }
};

namespace {

using domain::Event;
using domain::Subject;

/// What stands before the first '-' of the id; empty for an event that no EventLog has seen.
std::string_view epochOf(const Event &event)
{
    const std::size_t end = event.id.find('-');
    return std::string_view(event.id).substr(0, end == std::string::npos ? 0 : end);
}

/// "<epoch>.<generation>"; null without an epoch.
void writeRevision(JsonWriter &json, const Event &event)
{
    const std::string_view epoch = epochOf(event);
    if (epoch.empty())
        json.null();
    else
        json.value(std::string(epoch) + '.' + std::to_string(event.generation));
}

void readRevision(const JsonNode &node, Event &event)
{
    std::string revision;
    node.read(revision);
    const std::size_t point = revision.rfind('.'); // an epoch of another agent may have one, too
    if (point != std::string::npos && !epochOf(event).empty()) // the id is read before
        event.generation = parseNatural(std::string_view(revision).substr(point + 1)).value_or(0);
}

constexpr std::array Fields = {
    requiredField<&Event::id>("id"),
    requiredField<&Event::type>("type"),
    field<&Event::at>("at"),
    field<&Event::observedAt>("observed_at"),
    field<&Event::severity>("severity"),
    Field<Event>{{}, "revision", writeRevision, readRevision},
    field<&Event::subject, &Subject::kind>("subject", "kind"),
    field<&Event::subject, &Subject::id>("subject", "id"),
    field<&Event::subject, &Subject::ref>("subject", "ref"),
    field<&Event::subject, &Subject::name>("subject", "name"),
    field<&Event::before>("before"),
    field<&Event::after>("after"),
    field<&Event::message>("message"),
    field<&Event::source>("source"),
};

} // namespace

void Codec<Event>::write(JsonWriter &json, const Event &event)
{
    writeObject(json, event, Fields);
}

void Codec<Event>::read(const JsonNode &node, Event &out)
{
    readObject(node, out, Fields);
}

Result<Event> readEvent(std::string_view text)
{
    return readDocument<Event>(text, Codec<Event>::read);
}

std::string eventStreamText(const Event &event)
{
    std::string text = "event: " + event.type + '\n';
    if (!event.id.empty())
        text += "id: " + event.id + '\n';
    text += "data: ";
    JsonWriter json(text);
    Codec<Event>::write(json, event);
    text += "\n\n";
    return text;
}

} // namespace resync::protocol
