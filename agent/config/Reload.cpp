// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Reload.h"

#include <set>
#include <system_error>
#include <utility>

namespace resync::config {

ReloadPlan planReload(const Config &running, const Config &loaded)
{
    std::vector<Entry> entries;
    std::vector<std::string> changed;
    std::vector<std::string> restartPending;
    const bool isOtherEnvironment =
        running.entry(Key::AppEnv).value != loaded.entry(Key::AppEnv).value;
    for (const Setting &line : allSettings()) {
        const Entry &old = running.entry(line.key);
        const Entry &given = loaded.entry(line.key);
        const bool differs = old.value != given.value;
        const bool mustWait = differs && (isOtherEnvironment || !line.isReloadable);
        entries.push_back(mustWait || isOtherEnvironment ? old : given);
        entries.back().isRestartPending = mustWait;
        if (differs)
            (mustWait ? restartPending : changed).emplace_back(line.name);
    }
    return {Config(std::move(entries), loaded.folder(), loaded.loadedAt()), std::move(changed),
            std::move(restartPending)};
}

std::vector<Problem> lostSources(const Config &running, const Config &loaded)
{
    std::vector<Problem> problems;
    if (running.folder() != loaded.folder())
        problems.push_back({{},
                            "the files of " + running.folder().string() + " are gone; those of " +
                                loaded.folder().string() + " are read only after a restart"});
    std::set<std::string> files;
    for (const Setting &line : allSettings())
        files.insert(running.entry(line.key).origin.file);
    for (const std::string &file : files) {
        std::error_code failed;
        if (!file.empty() && !std::filesystem::exists(file, failed))
            problems.push_back({{}, file + ": is gone; put it back (it may be empty), or restart"});
    }
    return problems;
}

} // namespace resync::config
