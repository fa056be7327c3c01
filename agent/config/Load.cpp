// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Load.h"

#include "agent/config/Rules.h"
#include "agent/config/Sources.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <unistd.h>

namespace resync::config {

namespace {

/// A text for a message: short, on one line, valid UTF-8.
std::string clipped(std::string_view text)
{
    constexpr std::size_t MaxBytes = 60;
    std::string out;
    while (!text.empty() && out.size() < MaxBytes) {
        const std::size_t length = utf8SequenceLength(text);
        const bool isPrintable = length > 1 || (length == 1 && text[0] >= 0x20 && text[0] != 0x7F);
        out += isPrintable ? text.substr(0, length) : "?";
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return text.empty() ? out : out + "…";
}

bool isAmong(const std::vector<Problem> &problems, std::string_view key)
{
    return std::any_of(problems.begin(), problems.end(),
                       [&](const Problem &problem) { return problem.key == key; });
}

std::string variable(const LoadRequest &request, const std::string &name)
{
    const auto found = request.environment.find(name);
    return found == request.environment.end() ? std::string() : found->second;
}

std::string stateDir(const LoadRequest &request)
{
    if (const std::string given = variable(request, "STATE_DIRECTORY"); !given.empty())
        return given.substr(0, given.find(':')); // systemd joins several with colons
    if (const std::string state = variable(request, "XDG_STATE_HOME"); !state.empty())
        return state + "/resync";
    if (const std::string home = variable(request, "HOME"); !home.empty())
        return home + "/.local/state/resync";
    return "/var/lib/resync";
}

/// One core is left to what else has to be done: the plan, the read pool, the server's own programs
/// (ADR 0007).
unsigned defaultWorkers(unsigned cores)
{
    return std::clamp(cores, 2U, 5U) - 1;
}

/// The default after everything that it depends on; empty: there is none.
std::string defaultTextOf(const Setting &line, bool isProduction, const LoadRequest &request)
{
    switch (line.key) {
    case Key::ServerHost:
        return isProduction ? "0.0.0.0" : "127.0.0.1";
    case Key::Workers:
        return std::to_string(defaultWorkers(request.cores));
    case Key::StateDir:
        return stateDir(request);
    default:
        return std::string(line.defaultText);
    }
}

Entry defaultEntry(const Setting &line, bool isProduction, const LoadRequest &request)
{
    Entry entry;
    const std::string text = defaultTextOf(line, isProduction, request);
    if (text.empty())
        return entry;
    if (auto value = parseValue(line, text)) {
        entry.defaultText = displayText(line, *value);
        entry.value = std::move(*value);
    }
    return entry;
}

/// In an environment or a list of settings it is the way back to the default; in a file that holds
/// nothing else, hardly.
void warnEmptyFile(const Setting &line, const Assignment &given, Problems &problems)
{
    if (given.origin.layer == Layer::File || given.origin.layer == Layer::Credential)
        problems.warning(line.name, given.name + " in " + given.origin.place() +
                                        ": the file is empty, so the default holds");
}

/// Whether a settings file may write the value like that. What is wrong for others, the text tells.
Result<> checkForm(const Setting &line, Form form)
{
    switch (line.type) {
    case Type::Number:
    case Type::Duration:
    case Type::Flag:
    case Type::Choice:
        return form == Form::List ? fail(ErrorKind::InvalidInput, "must be one value, not a list")
                                  : Result<>();
    case Type::HostList:
    case Type::HostNames:
    case Type::List:
    case Type::LogLevels:
        return {};
    case Type::Text:
    case Type::Url:
    case Type::Secret:
    case Type::Path:
    case Type::Host:
        break;
    }
    return form != Form::Text ? fail(ErrorKind::InvalidInput, "must be a text, in quotes")
                              : Result<>();
}

/// What a source gave for a setting, on top of its default.
void applyGiven(Entry &entry, const Setting &line, const Assignment &given,
                const LoadRequest &request, Problems &problems)
{
    if (given.text.empty()) {
        warnEmptyFile(line, given, problems);
        return;
    }
    auto value = checkForm(line, given.form).and_then([&] { return parseValue(line, given.text); });
    if (!value) {
        const std::string shown = mayBeShown(line, given.text) ? '=' + clipped(given.text) : "";
        problems.error(line.name, given.name + shown + " in " + given.origin.place() + ": " +
                                      value.error().message);
        entry.value = {};
        return;
    }
    if (line.type == Type::Path)
        *value = resolvedPath(std::get<std::string>(*value), given.origin, request.workingDirectory)
                     .string();
    entry.value = std::move(*value);
    entry.origin = given.origin;
}

/// What is wrong in a weaker source harms nobody yet.
void warnOverruled(const Setting &line, const Assignment &strongest, const Sources &sources,
                   const LoadRequest &request, Problems &problems)
{
    Problems faults;
    for (const Assignment &weaker :
         sources.given.overruled(line.key, request.workingDirectory, faults)) {
        Entry ignored;
        applyGiven(ignored, line, weaker, request, faults);
    }
    for (const Problem &fault : faults.errors)
        problems.warning(line.name, fault.message + "; overruled by " + strongest.name + " in " +
                                        strongest.origin.place());
}

std::vector<Entry> resolve(const LoadRequest &request, const Sources &sources, Problems &problems)
{
    std::vector<Entry> entries;
    bool isProduction = false;
    for (const Setting &line : allSettings()) { // APP_ENV comes first: others depend on it
        Entry entry = defaultEntry(line, isProduction, request);
        if (const auto given =
                sources.given.strongest(line.key, request.workingDirectory, problems)) {
            applyGiven(entry, line, *given, request, problems);
            warnOverruled(line, *given, sources, request, problems);
        }
        if (isAmong(problems.errors, line.name))
            entry.value = {};
        if (line.key == Key::AppEnv)
            isProduction = displayText(line, entry.value) == "production";
        entries.push_back(std::move(entry));
    }
    return entries;
}

/// The default that another setting's value decides.
void applyDependentDefaults(std::vector<Entry> &entries)
{
    const auto at = [&](Key key) -> Entry & { return entries[static_cast<std::size_t>(key)]; };
    Entry &tokens = at(Key::TokensFile);
    const auto *stateDir = std::get_if<std::string>(&at(Key::StateDir).value);
    if (stateDir == nullptr)
        return;
    tokens.defaultText = (std::filesystem::path(*stateDir) / "tokens").string();
    if (tokens.origin.layer == Layer::Default)
        tokens.value = *tokens.defaultText;
}

/// "TWS_CA_FILE in /etc/resync/.env line 3".
std::string nameAndPlace(const Setting &line, const Origin &origin)
{
    return std::string(line.name) + " in " + origin.place();
}

void validate(const LoadRequest &request, const Config &draft, Problems &problems)
{
    const std::vector<Problem> before = problems.errors;
    for (const Validator &validator : request.validators) {
        const Setting &line = setting(validator.key);
        const bool isSound = draft.isSet(validator.key) && !isAmong(before, line.name);
        const auto validated = isSound ? validator.validate(draft) : Result<>();
        if (validated)
            continue;
        const Origin &origin = draft.entry(validator.key).origin;
        const bool isVital = validator.isDefaultVital || origin.layer != Layer::Default;
        auto &list = isVital ? problems.errors : problems.warnings;
        list.push_back({std::string(line.name),
                        nameAndPlace(line, origin) + ": " + validated.error().message});
    }
}

} // namespace

bool LoadOutcome::isRefused(std::string_view key) const
{
    return isAmong(errors, key);
}

LoadOutcome load(const LoadRequest &request)
{
    Problems problems;
    const Sources sources = readSources(request, problems);
    std::vector<Entry> entries = resolve(request, sources, problems);
    applyDependentDefaults(entries);
    applyRules(entries, sources, request.isProductionRunning, problems);

    Config config(std::move(entries), sources.folder, request.now);
    validate(request, config, problems);

    LoadOutcome outcome;
    (problems.errors.empty() ? outcome.config : outcome.draft).emplace(std::move(config));
    outcome.errors = std::move(problems.errors);
    outcome.warnings = std::move(problems.warnings);
    return outcome;
}

std::map<std::string, std::string> processEnvironment()
{
    std::map<std::string, std::string> all;
    for (char **entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (const auto equals = text.find('='); equals != std::string_view::npos)
            all.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return all;
}

} // namespace resync::config
