// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Source.h"
#include "agent/config/Value.h"
#include "shared/domain/ConfigReport.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace resync::config {

enum class Environment { Development, Test, Production };

/// The effective value of one setting.
struct Entry
{
    Value value; ///< monostate: not set and without a default
    Origin origin;
    std::optional<std::string> defaultText; ///< after everything that it depends on
    bool isRestartPending = false;          ///< the sources say otherwise since the start

    [[nodiscard]] bool isSet() const { return !std::holds_alternative<std::monostate>(value); }
};

/// Everything that the Resync agent runs with; checked, constant. Only app reads it and hands each
/// folder its own small settings. The getters assert that the setting is of their type.
class Config
{
public:
    /// \param entries one per Key, in the order of the table
    Config(std::vector<Entry> entries, std::filesystem::path folder, Instant loadedAt);

    [[nodiscard]] Environment environment() const;
    [[nodiscard]] bool isSet(Key key) const { return entry(key).isSet(); }

    /// Text Url Choice Path Host LogLevels; empty when not set. A Url may hold a password.
    [[nodiscard]] const std::string &text(Key key) const;
    [[nodiscard]] std::int64_t number(Key key) const;
    [[nodiscard]] std::chrono::milliseconds duration(Key key) const;
    [[nodiscard]] bool flag(Key key) const;
    /// Empty when not set.
    [[nodiscard]] const Secret &secret(Key key) const;
    [[nodiscard]] const std::vector<HostPort> &hosts(Key key) const;
    [[nodiscard]] const std::vector<std::string> &list(Key key) const;

    /// Whether the outside system or account of that name has been given: tws redis neo4j llm
    /// server admin. An unknown name asserts.
    [[nodiscard]] bool isConfigured(std::string_view group) const;
    /// Names of settings that are set although this version does nothing with them (not_used_yet).
    [[nodiscard]] std::vector<std::string_view> notUsedYet() const;

    /// The folder whose files were read, or would be.
    [[nodiscard]] const std::filesystem::path &folder() const { return m_folder; }
    [[nodiscard]] Instant loadedAt() const { return m_loadedAt; }

    /// What people may see of it; secrets are masked.
    [[nodiscard]] domain::ConfigReport report() const;
    [[nodiscard]] const Entry &entry(Key key) const;

private:
    /// As the administrator's password; one that this version does not use makes no account.
    [[nodiscard]] bool hasPasswordHash() const;

    std::vector<Entry> m_entries;
    std::filesystem::path m_folder;
    Instant m_loadedAt;
};

/// The groups of the reduced report, in its order: tws redis neo4j llm server admin.
[[nodiscard]] std::span<const std::string_view> reportedGroups();

} // namespace resync::config
