// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/UsersFileEditor.h"

#include "agent/access/UsersFile.h"
#include "agent/config/TextFile.h"
#include "shared/core/FileDescriptor.h"
#include "shared/core/Text.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <functional>
#include <optional>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

namespace resync::app {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> unavailable(const fs::path &path, int number)
{
    return fail(ErrorKind::Unavailable,
                path.string() + ": " + std::generic_category().message(number));
}

/// Locks \a directory while the descriptor lives.
Result<> lock(const FileDescriptor &directory, const fs::path &path)
{
    using namespace std::chrono_literals;
    if (!directory.isOpen())
        return unavailable(path, errno);
    for (auto waited = 0ms; ::flock(directory.number(), LOCK_EX | LOCK_NB) != 0; waited += 20ms) {
        if (errno != EWOULDBLOCK || waited >= 5s)
            return unavailable(path, errno);
        std::this_thread::sleep_for(20ms);
    }
    return {};
}

/// The lines of the users file, each as it stands there.
using Lines = std::vector<std::string>;

std::string_view nameOf(std::string_view line)
{
    const std::string_view bare = trimmed(line);
    if (bare.empty() || bare[0] == '#')
        return {};
    return bare.substr(0, bare.find(':'));
}

Result<Lines> readLines(const fs::path &path)
{
    const auto file = config::readTextFile(path);
    if (!file)
        return tl::unexpected<Error>(file.error());
    Lines lines;
    if (!*file)
        return lines;
    int number = 0;
    for (const std::string_view line : split((*file)->text, '\n')) {
        ++number;
        const auto parts = split(trimmed(line), ':');
        if (!nameOf(line).empty() && parts.size() != 3)
            return fail(ErrorKind::InvalidInput, path.string() + " line " + std::to_string(number) +
                                                     ": is not name:role:hash");
        lines.emplace_back(line);
    }
    if (!lines.empty() && lines.back().empty())
        lines.pop_back(); // what follows the last line end
    return lines;
}

/// Mode and owners for the file that takes the place of \a path.
Result<> takeOver(int descriptor, const fs::path &path, const FileDescriptor &directory)
{
    struct stat old
    {};
    const bool hasOld = ::stat(path.c_str(), &old) == 0;
    if (!hasOld && ::fstat(directory.number(), &old) != 0)
        return unavailable(path, errno);
    const uid_t owner = hasOld ? old.st_uid : static_cast<uid_t>(-1);
    // an ordinary user may not give files away; then they stay this user's, with mode 0640
    [[maybe_unused]] const int given = ::fchown(descriptor, owner, old.st_gid);
    if (::fchmod(descriptor, 0640) != 0)
        return unavailable(path, errno);
    return {};
}

Result<> replace(const fs::path &path, const Lines &lines, const FileDescriptor &directory)
{
    std::string text;
    for (const auto &line : lines)
        text += line + '\n';
    std::string temporary = path.string() + ".XXXXXX";
    const FileDescriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.isOpen())
        return unavailable(path.parent_path(), errno);
    auto written = takeOver(file.number(), path, directory).and_then([&]() -> Result<> {
        if (!writeWhole(file, text) || ::fsync(file.number()) != 0 ||
            ::rename(temporary.c_str(), path.c_str()) != 0)
            return unavailable(path, errno);
        return {};
    });
    if (!written)
        ::unlink(temporary.c_str());
    else
        ::fsync(directory.number());
    return written;
}

/// Reads, has \a change work on the lines, writes; nobody else does so meanwhile.
Result<> edit(const fs::path &path, const std::function<Result<>(Lines &)> &change)
{
    const fs::path folder = path.parent_path();
    const FileDescriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (auto locked = lock(directory, folder); !locked)
        return locked;
    auto lines = readLines(path);
    if (!lines)
        return tl::unexpected<Error>(lines.error());
    if (auto changed = change(*lines); !changed)
        return changed;
    return replace(path, *lines, directory);
}

auto lineOf(Lines &lines, std::string_view name)
{
    return std::find_if(lines.begin(), lines.end(),
                        [&](const std::string &line) { return nameOf(line) == name; });
}

tl::unexpected<Error> noSuchUser(const fs::path &path, std::string_view name)
{
    return fail(ErrorKind::NotFound, path.string() + ": there is no user " + std::string(name));
}

/// Replaces part \a index (1: role, 2: hash) of the user's line.
Result<> setPart(const fs::path &path, std::string_view name, std::size_t index,
                 std::string_view text)
{
    return edit(path, [&](Lines &lines) -> Result<> {
        const auto at = lineOf(lines, name);
        if (at == lines.end())
            return noSuchUser(path, name);
        std::vector<std::string> parts;
        for (const std::string_view part : split(trimmed(*at), ':'))
            parts.emplace_back(part);
        parts.at(index) = text;
        *at = parts[0] + ':' + parts[1] + ':' + parts[2];
        return {};
    });
}

} // namespace

UsersFileEditor::UsersFileEditor(fs::path file)
    : m_file([&file] {
        std::error_code failed;
        auto real = fs::weakly_canonical(fs::absolute(file, failed), failed);
        return failed ? std::move(file) : std::move(real);
    }())
{}

Result<> UsersFileEditor::add(std::string_view name, std::string_view role,
                              std::string_view hash) const
{
    if (const auto fault = userNameFault(name); !fault.empty())
        return fail(ErrorKind::InvalidInput, std::string(fault));
    return edit(m_file, [&](Lines &lines) -> Result<> {
        if (lineOf(lines, name) != lines.end())
            return fail(ErrorKind::Conflict,
                        m_file.string() + ": there is a user " + std::string(name) + " already");
        lines.push_back(std::string(name) + ':' + std::string(role) + ':' + std::string(hash));
        return {};
    });
}

Result<> UsersFileEditor::setHash(std::string_view name, std::string_view hash) const
{
    return setPart(m_file, name, 2, hash);
}

Result<> UsersFileEditor::setRole(std::string_view name, std::string_view role) const
{
    return setPart(m_file, name, 1, role);
}

Result<> UsersFileEditor::remove(std::string_view name) const
{
    return edit(m_file, [&](Lines &lines) -> Result<> {
        const auto at = lineOf(lines, name);
        if (at == lines.end())
            return noSuchUser(m_file, name);
        lines.erase(at);
        return {};
    });
}

std::string_view userNameFault(std::string_view name)
{
    return name.starts_with('#') ? "the name must not begin with #" : access::nameFault(name);
}

} // namespace resync::app
