// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/ConfigCodec.h"

#include "shared/protocol/FieldTable.h"
#include "shared/protocol/Routes.h"

#include <utility>

namespace resync::protocol {

using domain::ConfigItem;
using domain::ConfigReport;
using domain::ConfigSummary;
using domain::ReloadOutcome;
using domain::ReloadReport;

namespace {

/// What may be seen of a setting: of a secret, whether it is set.
ConfigItem shown(ConfigItem item)
{
    if (!item.isSecret)
        return item;
    item.value = item.isSet ? std::optional<std::string>(SecretMask) : std::nullopt;
    item.defaultValue.reset();
    return item;
}

template<auto Member>
constexpr Field<ConfigItem> sourceField(std::string_view name)
{
    auto made = field<Member>(name);
    made.group = "source";
    return made;
}

constexpr std::array ItemFields = {
    requiredField<&ConfigItem::key>("key"),
    field<&ConfigItem::group>("group"),
    field<&ConfigItem::type>("type"),
    field<&ConfigItem::unit>("unit"),
    field<&ConfigItem::value>("value"),
    field<&ConfigItem::isSecret>("is_secret"),
    field<&ConfigItem::isSet>("is_set"),
    field<&ConfigItem::defaultValue>("default"),
    field<&ConfigItem::isDefault>("is_default"),
    sourceField<&ConfigItem::layer>("layer"),
    sourceField<&ConfigItem::file>("file"),
    sourceField<&ConfigItem::line>("line"),
    field<&ConfigItem::reloadable>("reloadable"),
    field<&ConfigItem::restartPending>("restart_pending"),
    field<&ConfigItem::description>("description"),
};

constexpr std::array ReloadFields = {
    field<&ReloadReport::at>("at"),
    field<&ReloadReport::ok>("ok"),
    field<&ReloadReport::errors>("errors"),
};

} // namespace

template<>
struct Codec<ConfigItem>
{
    static void write(JsonWriter &json, const ConfigItem &item)
    {
        writeObject(json, shown(item), ItemFields);
    }
    static void read(const JsonNode &node, ConfigItem &out)
    {
        readObject(node, out, ItemFields);
        out = shown(std::move(out));
    }
};

template<>
struct Codec<ReloadReport>
{
    static void write(JsonWriter &json, const ReloadReport &report)
    {
        writeObject(json, report, ReloadFields);
    }
    static void read(const JsonNode &node, ReloadReport &out)
    {
        readObject(node, out, ReloadFields);
    }
};

namespace {

constexpr std::array ReportFields = {
    field<&ConfigReport::environment>("environment"),
    field<&ConfigReport::version>("version"),
    field<&ConfigReport::loadedAt>("loaded_at"),
    field<&ConfigReport::runningHash>("running_hash"),
    field<&ConfigReport::lastReload>("last_reload"),
    requiredField<&ConfigReport::items>("items"),
};

struct GroupFlag
{
    std::string_view name;
    bool ConfigSummary::*isConfigured;
};

constexpr std::array GroupFlags = {
    GroupFlag{"tws", &ConfigSummary::tws},       GroupFlag{"redis", &ConfigSummary::redis},
    GroupFlag{"neo4j", &ConfigSummary::neo4j},   GroupFlag{"llm", &ConfigSummary::llm},
    GroupFlag{"server", &ConfigSummary::server}, GroupFlag{"admin", &ConfigSummary::admin},
};

void writeGroups(JsonWriter &json, const ConfigSummary &summary)
{
    json.beginObject();
    for (const auto &[name, isConfigured] : GroupFlags) {
        json.key(name);
        json.beginObject();
        json.member("configured", summary.*isConfigured);
        json.endObject();
    }
    json.endObject();
}

void readGroups(const JsonNode &node, ConfigSummary &summary)
{
    if (!node.expectObject())
        return;
    for (const auto &[name, isConfigured] : GroupFlags)
        node.member(name).member("configured").read(summary.*isConfigured);
}

constexpr std::array SummaryFields = {
    field<&ConfigSummary::environment>("environment"),
    field<&ConfigSummary::version>("version"),
    Field<ConfigSummary>{{}, "groups", writeGroups, readGroups, nullptr, true},
    Field<ConfigSummary>{
        {}, "full", [](JsonWriter &json, const ConfigSummary &) { json.value(routes::ConfigV1); }},
};

constexpr std::array OutcomeFields = {
    requiredField<&ReloadOutcome::ok>("ok"),
    field<&ReloadOutcome::changed>("changed"),
    field<&ReloadOutcome::restartPending>("restart_pending"),
    field<&ReloadOutcome::errors>("errors"),
};

} // namespace

void writeConfigReport(JsonWriter &json, const ConfigReport &report)
{
    writeObject(json, report, ReportFields);
}

void writeConfigSummary(JsonWriter &json, const ConfigSummary &summary)
{
    writeObject(json, summary, SummaryFields);
}

Result<ConfigReport> readConfigReport(std::string_view text)
{
    return readDocument<ConfigReport>(
        text, [](const JsonNode &node, ConfigReport &out) { readObject(node, out, ReportFields); });
}

Result<ConfigSummary> readConfigSummary(std::string_view text)
{
    return readDocument<ConfigSummary>(text, [](const JsonNode &node, ConfigSummary &out) {
        readObject(node, out, SummaryFields);
    });
}

void writeReloadOutcome(JsonWriter &json, const ReloadOutcome &outcome)
{
    writeObject(json, outcome, OutcomeFields);
}

Result<ReloadOutcome> readReloadOutcome(std::string_view text)
{
    return readDocument<ReloadOutcome>(text, [](const JsonNode &node, ReloadOutcome &out) {
        readObject(node, out, OutcomeFields);
    });
}

} // namespace resync::protocol
