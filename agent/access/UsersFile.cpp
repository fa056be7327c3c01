// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/UsersFile.h"

#include "agent/access/PasswordHash.h"
#include "agent/access/SecretFile.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace resync::access {

namespace {

constexpr std::size_t MaxNameBytes = 64;
constexpr std::size_t MaxUsers = 1000;

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

Result<User> parseLine(std::string_view line)
{
    const auto first = line.find(':');
    const auto second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos)
        return fail(ErrorKind::InvalidInput, "must be name:role:argon2id-hash");
    User user;
    user.name = line.substr(0, first);
    if (const auto fault = nameFault(user.name); !fault.empty())
        return fail(ErrorKind::InvalidInput, std::string(fault));
    const auto role = roleFromWord(line.substr(first + 1, second - first - 1));
    if (!role)
        return fail(ErrorKind::InvalidInput, "the role must be viewer, operator or admin");
    user.role = *role;
    user.passwordHash = line.substr(second + 1);
    if (auto checked = checkPasswordHash(user.passwordHash); !checked)
        return tl::unexpected(checked.error());
    return user;
}

} // namespace

std::string_view nameFault(std::string_view name)
{
    if (name.empty())
        return "the name is empty";
    if (name.size() > MaxNameBytes)
        return "the name is longer than 64 bytes";
    if (name.find(':') != std::string_view::npos)
        return "the name must not hold a colon";
    if (trimmed(name) != name || std::any_of(name.begin(), name.end(), isControl) || !isUtf8(name))
        return "the name must be text without control characters and blanks around it";
    return {};
}

Result<std::vector<User>> parseUsers(std::string_view text, std::string_view file,
                                     std::string_view administrator)
{
    std::vector<User> users;
    std::set<std::string> names;
    std::string problems;
    int number = 0;
    const auto reject = [&](std::string_view why) {
        problems += (problems.empty() ? "" : "; ") + std::string(file) + " line " +
                    std::to_string(number) + ": " + std::string(why);
    };
    for (const auto raw : split(text, '\n')) {
        ++number;
        const auto line = trimmed(raw);
        if (line.empty() || line.starts_with('#'))
            continue;
        auto user = parseLine(line);
        if (!user)
            reject(user.error().message);
        else if (user->name == administrator)
            reject("the name is that of the administrator (ADMIN_USERNAME)");
        else if (!names.insert(user->name).second)
            reject("the name stands in an earlier line too");
        else
            users.push_back(std::move(*user));
    }
    if (users.size() > MaxUsers)
        return fail(ErrorKind::InvalidInput, std::string(file) + ": has more than 1000 users");
    if (!problems.empty())
        return fail(ErrorKind::InvalidInput, problems);
    return users;
}

Result<std::vector<User>> readUsersFile(const std::filesystem::path &path,
                                        std::string_view administrator)
{
    auto text = readSecretFile(path);
    if (!text)
        return tl::unexpected(text.error());
    if (!*text)
        return fail(ErrorKind::InvalidInput, path.string() + ": there is no such file");
    return parseUsers(**text, path.string(), administrator);
}

} // namespace resync::access
