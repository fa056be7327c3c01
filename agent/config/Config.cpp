// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Config.h"

#include "resync/Version.h"

#include <sodium.h>

#include <QtGlobal>

#include <array>

namespace resync::config {

namespace {

struct Group
{
    std::string_view name;
    Key decisive; ///< set: the group is configured
};

constexpr std::array<Group, 6> Groups{{{"tws", Key::TwsHost},
                                       {"redis", Key::RedisUrl},
                                       {"neo4j", Key::Neo4jUri},
                                       {"llm", Key::LlmEndpoint},
                                       {"server", Key::ServerPort},
                                       {"admin", Key::AdminPassword}}};

constexpr auto GroupNames = [] {
    std::array<std::string_view, Groups.size()> names;
    for (std::size_t i = 0; i < Groups.size(); ++i)
        names[i] = Groups[i].name;
    return names;
}();

template<typename T>
const T &valueOrEmpty(const Entry &entry)
{
    static const T Empty{};
    if (!entry.isSet())
        return Empty;
    const T *value = std::get_if<T>(&entry.value);
    Q_ASSERT(value != nullptr);
    return *value;
}

domain::ConfigItem itemOf(const Setting &line, const Entry &entry)
{
    domain::ConfigItem item;
    item.key = line.name;
    item.group = line.group;
    item.type = line.typeWord();
    item.unit = line.unit();
    item.value = displayText(line, entry.value);
    item.isSecret = line.type == Type::Secret;
    item.isSet = entry.isSet();
    item.defaultValue = entry.defaultText;
    item.isDefault = entry.origin.layer == Layer::Default;
    item.layer = toString(entry.origin.layer);
    item.file = entry.origin.file;
    item.line = entry.origin.line;
    item.reloadable = line.isReloadable;
    item.restartPending = entry.isRestartPending;
    item.description = line.description;
    return item;
}

/// The same for the same effective values, wherever they came from; secrets take no part, so that
/// nobody can try passwords against it.
std::string hashOf(const std::vector<domain::ConfigItem> &items)
{
    std::string text;
    for (const domain::ConfigItem &item : items) {
        if (item.isSecret)
            continue;
        text += item.key;
        text += item.value ? '=' + *item.value : std::string();
        text += '\n';
    }
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char *>(text.data()), text.size(), nullptr,
                       0);
    std::array<char, hash.size() * 2 + 1> hex{};
    return sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
}

} // namespace

Config::Config(std::vector<Entry> entries, std::filesystem::path folder, Instant loadedAt)
    : m_entries(std::move(entries))
    , m_folder(std::move(folder))
    , m_loadedAt(loadedAt)
{
    Q_ASSERT(m_entries.size() == allSettings().size());
}

Environment Config::environment() const
{
    const std::string &word = text(Key::AppEnv);
    if (word == "production")
        return Environment::Production;
    return word == "test" ? Environment::Test : Environment::Development;
}

const std::string &Config::text(Key key) const
{
    return valueOrEmpty<std::string>(entry(key));
}

std::int64_t Config::number(Key key) const
{
    return valueOrEmpty<std::int64_t>(entry(key));
}

std::chrono::milliseconds Config::duration(Key key) const
{
    return valueOrEmpty<std::chrono::milliseconds>(entry(key));
}

bool Config::flag(Key key) const
{
    return valueOrEmpty<bool>(entry(key));
}

const Secret &Config::secret(Key key) const
{
    return valueOrEmpty<Secret>(entry(key));
}

const std::vector<HostPort> &Config::hosts(Key key) const
{
    return valueOrEmpty<std::vector<HostPort>>(entry(key));
}

const std::vector<std::string> &Config::list(Key key) const
{
    return valueOrEmpty<std::vector<std::string>>(entry(key));
}

bool Config::isConfigured(std::string_view group) const
{
    for (const Group &known : Groups) {
        if (known.name == group)
            return isSet(known.decisive) ||
                   (known.decisive == Key::AdminPassword && hasPasswordHash());
    }
    Q_ASSERT_X(false, "Config::isConfigured", "unknown group");
    return false;
}

bool Config::hasPasswordHash() const
{
    return setting(Key::AdminPasswordHash).isUsed && isSet(Key::AdminPasswordHash);
}

std::vector<std::string_view> Config::notUsedYet() const
{
    std::vector<std::string_view> names;
    for (const Setting &line : allSettings()) {
        if (!line.isUsed && entry(line.key).origin.layer != Layer::Default)
            names.push_back(line.name);
    }
    return names;
}

domain::ConfigReport Config::report() const
{
    domain::ConfigReport report;
    report.environment = text(Key::AppEnv);
    report.version = Version;
    report.loadedAt = m_loadedAt;
    for (const Setting &line : allSettings())
        report.items.push_back(itemOf(line, entry(line.key)));
    report.runningHash = hashOf(report.items);
    return report;
}

const Entry &Config::entry(Key key) const
{
    return m_entries[static_cast<std::size_t>(key)];
}

std::span<const std::string_view> reportedGroups()
{
    return GroupNames;
}

} // namespace resync::config
