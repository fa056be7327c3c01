// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/HealthCodec.h"

#include "shared/protocol/FieldTable.h"
#include "shared/protocol/StatementCodec.h"

namespace resync::protocol {

using domain::Health;
using domain::HealthComponent;
using domain::HealthStatus;

template<>
struct Codec<HealthStatus>
{
    static void write(JsonWriter &json, HealthStatus status)
    {
        json.value(domain::toString(status));
    }
    static void read(const JsonNode &node, HealthStatus &out)
    {
        std::string word;
        node.read(word);
        out = domain::healthStatusFromWord(word).value_or(HealthStatus::Unknown);
    }
};

namespace {

constexpr std::array ComponentFields = {
    requiredField<&HealthComponent::name>("name"),
    field<&HealthComponent::configured>("configured"),
    field<&HealthComponent::required>("required"),
    requiredField<&HealthComponent::status>("status"),
    field<&HealthComponent::message>("message"),
    field<&HealthComponent::latencyMs>("latency_ms"),
    field<&HealthComponent::checkedAt>("checked_at"),
    field<&HealthComponent::since>("since"),
    field<&HealthComponent::details>("details"),
};

} // namespace

template<>
struct Codec<HealthComponent>
{
    static void write(JsonWriter &json, const HealthComponent &component)
    {
        writeObject(json, component, ComponentFields);
    }
    static void read(const JsonNode &node, HealthComponent &out)
    {
        readObject(node, out, ComponentFields);
    }
};

namespace {

constexpr std::array Fields = {
    requiredField<&Health::status>("status"),
    field<&Health::ready>("ready"),
    requiredField<&Health::components>("components"),
};

} // namespace

void writeHealth(JsonWriter &json, const Health &health)
{
    writeObject(json, health, Fields);
}

void writeHealthComponent(JsonWriter &json, const HealthComponent &component)
{
    Codec<HealthComponent>::write(json, component);
}

Result<Health> readHealth(std::string_view text)
{
    return readDocument<Health>(
        text, [](const JsonNode &node, Health &out) { readObject(node, out, Fields); });
}

Result<HealthComponent> readHealthComponent(std::string_view text)
{
    return readDocument<HealthComponent>(text, Codec<HealthComponent>::read);
}

} // namespace resync::protocol
