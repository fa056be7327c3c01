// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Markdown.h"

#include "agent/config/Value.h"

namespace resync::config {

namespace {

constexpr std::string_view Preface = R"(# Configuration

<!-- Written by `resync-agent config --markdown` from agent/config/SettingTable.cpp; do not edit. -->

Every setting has one name. Where several sources give it, the strongest one counts:

1. the environment of the process: `TWS_HOST=mdm01`;
2. a systemd credential: a file named like the setting, `TWS_PASSWORD` or `tws_password`;
3. a file that `NAME_FILE` names and that holds the value alone: `TWS_PASSWORD_FILE=/run/secrets/tws`;
4. `.env` (in `/etc/resync` it may be called `resync.env`);
5. `settings.<APP_ENV>.toml`, for example `settings.production.toml`;
6. `settings.toml`;
7. the default.

The files are those of `--config-dir`; without that option those of the working directory if it has any,
else those of `/etc/resync`. Each name also works with `APP_` before it. In TOML `[tws] host` and
`TWS_HOST` are the same. An empty value means the default, whatever weaker sources say.

In `.env` a line is `NAME=value`, optionally after `export`. A bare value ends at a blank followed by `#`;
`'single quotes'` keep everything as it is; in `"double quotes"` `\n \r \t \" \\ \$` are escapes. Nothing is
expanded. A duration is a number of seconds or has a unit: `500ms`, `30s`, `5min`, `2h`.

In TOML a text stands in quotes (`password = "007"`); numbers, `true` and `false` need none, and where several
values go, a list does too (`host = ["mdm01", "bmdm01:31116"]`).

A value that is not right stops the start with a message that names setting, source, file and line, and so
does a file that a setting names and that does not hold what it should; all of them are told at once. Warnings
are a wrong value that a stronger source overrules, an empty file where a value should be, and a name that
nobody knows, with the nearest one that exists. Secrets are shown nowhere.

`systemctl reload` (SIGHUP) and `POST /api/v1/config/reload` read the sources again, all of it or, with an
error, nothing. Settings marked *reloadable* take effect at once, the others at the next start; until then
the configuration page shows the value in use and marks it `restart_pending`. With another `APP_ENV` all
of them wait for the restart. The environment of a process does not change while it runs: a setting given
there stays as it is.

Settings marked *not used yet* are accepted and checked, but this version does nothing with them; health
and the log say so.
)";

std::string heading(std::string_view group)
{
    if (group == "app")
        return "Installation";
    if (group == "tws")
        return "The engine";
    if (group == "redis")
        return "Redis";
    if (group == "neo4j")
        return "Neo4j";
    if (group == "llm")
        return "Language model";
    if (group == "admin")
        return "Access";
    return group == "server" ? "The Resync API" : "Log";
}

std::string code(std::string_view text)
{
    return '`' + std::string(text) + '`';
}

std::string range(const Setting &line)
{
    switch (line.type) {
    case Type::Number:
        return std::to_string(line.min) + "–" + std::to_string(line.max);
    case Type::Duration:
        return durationText(std::chrono::milliseconds(line.min)) + "–" +
               durationText(std::chrono::milliseconds(line.max)) + " s";
    case Type::Flag:
        return "`true`, `false`";
    case Type::Choice:
        return alternatives(line.choices);
    case Type::Url:
        return alternatives(line.choices, "://");
    case Type::Secret:
        return "secret";
    case Type::Host:
        return "host";
    case Type::HostNames:
    case Type::HostList:
        return "hosts";
    case Type::List:
        return "list";
    case Type::LogLevels:
        return "levels";
    case Type::Path:
        return "path";
    case Type::Text:
        break;
    }
    return "text";
}

std::string defaultColumn(const Setting &line)
{
    if (!line.defaultNote.empty())
        return std::string(line.defaultNote);
    if (line.defaultText.empty())
        return "—";
    return code(line.defaultText) + (line.type == Type::Duration ? " s" : "");
}

std::string remarks(const Setting &line)
{
    return std::string(line.isReloadable ? " *Reloadable.*" : "") +
           (line.isUsed ? "" : " *Not used yet.*");
}

} // namespace

std::string configurationMarkdown()
{
    std::string text(Preface);
    std::string_view group;
    for (const Setting &line : allSettings()) {
        if (line.group != group) {
            group = line.group;
            text += "\n## " + heading(group) +
                    "\n\n| setting | value | default | what it does |\n|---|---|---|---|\n";
        }
        text += "| " + code(line.name) + " | " + range(line) + " | " + defaultColumn(line) + " | " +
                std::string(line.description) + remarks(line) + " |\n";
    }
    return text;
}

} // namespace resync::config
