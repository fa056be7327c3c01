// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/UserCommand.h"

#include "agent/access/PasswordHash.h"
#include "agent/app/Terminal.h"
#include "agent/app/UsersFileEditor.h"
#include "agent/config/PasswordRules.h"

#include <cstdio>
#include <string>

namespace resync::app {

namespace {

using config::Key;

void complain(const std::string &message)
{
    std::fputs(("resync-agent: " + message + '\n').c_str(), stderr);
}

/// Production unless the configuration is read and says otherwise.
bool isStrict(const config::LoadOutcome &outcome)
{
    return !outcome.config || outcome.config->environment() == config::Environment::Production;
}

/// The hash of a password that is asked for; what is wrong is told.
Result<std::string> askForHash(const std::string &name, bool isStrict)
{
    const auto password = readNewPassword();
    if (!password)
        return tl::unexpected<Error>(password.error());
    const auto weakness = config::passwordWeakness(password->reveal(), name);
    if (!weakness.empty() && isStrict)
        return fail(ErrorKind::InvalidInput,
                    "the password is too weak for production, it " + std::string(weakness));
    if (!weakness.empty())
        complain("warning: the password " + std::string(weakness) + "; production refuses it");
    return access::hashPassword(password->reveal());
}

std::filesystem::path usersFile(const UserCommand &command, const config::LoadOutcome &outcome)
{
    if (command.file)
        return *command.file;
    return outcome.config ? outcome.config->text(Key::UsersFile) : std::string();
}

Result<> run(const UserCommand &command, const UsersFileEditor &users, bool isStrict)
{
    using Action = UserCommand::Action;
    if (command.action == Action::Remove)
        return users.remove(command.name);
    if (command.action == Action::SetRole)
        return users.setRole(command.name, command.role);
    if (const auto fault = userNameFault(command.name); !fault.empty()) // before the question
        return fail(ErrorKind::InvalidInput, std::string(fault));
    return askForHash(command.name, isStrict).and_then([&](const std::string &hash) {
        return command.action == Action::Add ? users.add(command.name, command.role, hash)
                                             : users.setHash(command.name, hash);
    });
}

const char *deed(UserCommand::Action action)
{
    switch (action) {
    case UserCommand::Action::Add:
        return "added";
    case UserCommand::Action::Password:
        return "has a new password";
    case UserCommand::Action::SetRole:
        return "has a new role";
    case UserCommand::Action::Remove:
        break;
    }
    return "removed";
}

} // namespace

int runUserCommand(const UserCommand &command, const config::LoadOutcome &outcome)
{
    const auto file = usersFile(command, outcome);
    if (file.empty()) {
        for (const auto &problem : outcome.errors)
            complain(problem.message);
        complain("set USERS_FILE, or name the file with --file");
        return ExitUsage;
    }
    const bool isAdministrator =
        outcome.config && command.name == outcome.config->text(Key::AdminUsername);
    if (isAdministrator && command.action == UserCommand::Action::Add) {
        complain(command.name + " is the administrator's account: set ADMIN_PASSWORD instead");
        return ExitUsage;
    }
    if (const auto done = run(command, UsersFileEditor(file), isStrict(outcome)); !done) {
        complain(done.error().message);
        return done.error().kind == ErrorKind::Unavailable ? ExitRuntime : ExitUsage;
    }
    std::fputs((command.name + ' ' + deed(command.action) + " in " + file.string() +
                "; the Resync agent takes it over by itself if this is its USERS_FILE\n")
                   .c_str(),
               stdout);
    return ExitOk;
}

} // namespace resync::app
