// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Sources.h"

#include "agent/config/DotEnv.h"
#include "agent/config/Names.h"
#include "agent/config/TextFile.h"
#include "agent/config/TomlFile.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <array>
#include <system_error>

namespace resync::config {

namespace fs = std::filesystem;

namespace {

constexpr const char *DotEnvName = ".env";
constexpr const char *SystemDotEnvName = "resync.env";
constexpr const char *SettingsName = "settings.toml";

/// Whether anything of that name is there, be it a link to nothing.
bool isThere(const fs::path &path)
{
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

fs::path settingsEnvPath(const fs::path &folder, std::string_view environment)
{
    return folder / ("settings." + std::string(environment) + ".toml");
}

bool hasAnyFile(const fs::path &folder)
{
    if (isThere(folder / DotEnvName) || isThere(folder / SettingsName))
        return true;
    const auto &environments = setting(Key::AppEnv).choices;
    return std::any_of(environments.begin(), environments.end(), [&](std::string_view environment) {
        return isThere(settingsEnvPath(folder, environment));
    });
}

fs::path absolutePath(const fs::path &path)
{
    std::error_code failed;
    const fs::path absolute = fs::absolute(path, failed).lexically_normal();
    return failed ? path : absolute;
}

/// Collects the Sources, one kind after the other.
class SourceReader
{
public:
    SourceReader(const LoadRequest &request, Problems &problems)
        : m_request(request)
        , m_problems(problems)
    {}

    Sources read()
    {
        readEnvironment();
        readCredentials();
        m_sources.folder = chooseFolder();
        readDotEnv();
        readToml(m_sources.folder / SettingsName, Layer::Settings);
        readSettingsEnv();
        return std::move(m_sources);
    }

private:
    void add(Assignment next) { m_sources.given.add(std::move(next), m_problems); }

    void readEnvironment()
    {
        for (const auto &[name, text] : m_request.environment) {
            if (meaningOf(name).setting != nullptr || hasKnownPrefix(name))
                add({name, text, {Layer::Environment, {}, std::nullopt}});
        }
    }

    fs::path chooseFolder()
    {
        if (!m_request.configDir) {
            return absolutePath(hasAnyFile(m_request.workingDirectory) ? m_request.workingDirectory
                                                                       : m_request.systemDirectory);
        }
        std::error_code failed;
        if (!fs::is_directory(*m_request.configDir, failed))
            m_problems.error({}, "--config-dir " + m_request.configDir->string() +
                                     ": there is no such directory");
        return absolutePath(*m_request.configDir);
    }

    /// Nothing for a file that is not there or, with an error, cannot be read.
    std::optional<std::string> readText(const fs::path &path)
    {
        auto file = readTextFile(path);
        if (!file)
            m_problems.error({}, file.error().message);
        if (!file || !*file)
            return std::nullopt;
        if ((*file)->isReadableByAll)
            m_sources.readableByAll.insert(path.string());
        return std::move((*file)->text);
    }

    void readCredentials()
    {
        const auto found = m_request.environment.find("CREDENTIALS_DIRECTORY");
        if (found == m_request.environment.end() || found->second.empty())
            return;
        std::error_code failed;
        std::vector<fs::path> files;
        for (fs::directory_iterator it(found->second, failed), end; !failed && it != end;
             it.increment(failed))
            files.push_back(it->path());
        if (failed)
            m_problems.error({}, "CREDENTIALS_DIRECTORY " + found->second +
                                     ": cannot be read: " + failed.message());
        std::sort(files.begin(), files.end());
        for (const fs::path &path : files)
            readCredential(path);
    }

    void readCredential(const fs::path &path)
    {
        const std::string fileName = path.filename().string();
        const bool isLower = fileName == toLower(fileName);
        std::string name = isLower ? toUpper(fileName) : fileName;
        const Origin origin{Layer::Credential, path.string(), std::nullopt};
        if (const auto meaning = meaningOf(name); meaning.setting == nullptr || meaning.isFile)
            add({fileName, {}, origin}); // warns
        else if (auto text = readText(path))
            add({std::move(name), withoutLineEnd(std::move(*text)), origin});
    }

    void readDotEnv()
    {
        const fs::path plain = m_sources.folder / DotEnvName;
        const fs::path system = m_sources.folder / SystemDotEnvName;
        const bool hasSystem =
            m_sources.folder == absolutePath(m_request.systemDirectory) && isThere(system);
        if (hasSystem && isThere(plain))
            m_problems.error({}, plain.string() + " and " + system.string() +
                                     " are both there: keep one of them");
        const fs::path &path = hasSystem ? system : plain;
        if (const auto text = readText(path)) {
            for (Assignment &next : parseDotEnv(*text, path.string(), m_problems))
                add(std::move(next));
        }
    }

    void readToml(const fs::path &path, Layer layer)
    {
        if (const auto text = readText(path)) {
            for (Assignment &next : parseToml(*text, path.string(), layer, m_problems))
                add(std::move(next));
        }
    }

    /// APP_ENV says which file this is, so that file cannot say otherwise.
    void readSettingsEnv()
    {
        const Setting &line = setting(Key::AppEnv);
        Problems later; // whatever is wrong with APP_ENV is reported with the other values
        const auto given = m_sources.given.strongest(line.key, m_request.workingDirectory, later);
        const bool isGiven = given && !given->text.empty();
        const auto value = parseValue(line, isGiven ? given->text : std::string(line.defaultText));
        if (!value)
            return;
        const std::string &environment = std::get<std::string>(*value);
        const fs::path path = settingsEnvPath(m_sources.folder, environment);
        const auto text = readText(path);
        if (!text)
            return;
        for (Assignment &next : parseToml(*text, path.string(), Layer::SettingsEnv, m_problems)) {
            if (meaningOf(next.name).setting != &line)
                add(std::move(next));
            else if (next.text != environment)
                m_problems.error(line.name, next.name + " in " + next.origin.place() +
                                                ": differs from the APP_ENV that this file is for");
        }
    }

    const LoadRequest &m_request;
    Problems &m_problems;
    Sources m_sources;
};

} // namespace

Sources readSources(const LoadRequest &request, Problems &problems)
{
    return SourceReader(request, problems).read();
}

} // namespace resync::config
