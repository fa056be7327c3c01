// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/StateDir.h"

#include "shared/core/FileDescriptor.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace resync::app {

namespace fs = std::filesystem;

namespace {

constexpr auto WayOut = "; give it to the user of the Resync agent (chown), or change STATE_DIR";

tl::unexpected<Error> refuse(const fs::path &folder, const std::string &why)
{
    return fail(ErrorKind::InvalidInput, folder.string() + ": " + why);
}

/// 0, or the errno of what failed.
int tryToWrite(const fs::path &folder)
{
    std::string name = (folder / ".check-XXXXXX").string();
    const FileDescriptor file(::mkostemp(name.data(), O_CLOEXEC));
    if (!file.isOpen())
        return errno;
    const int failed = ::write(file.number(), "x", 1) == 1 ? 0 : errno;
    ::unlink(name.c_str());
    return failed;
}

} // namespace

Result<> prepareStateDir(const fs::path &folder)
{
    std::error_code failed;
    if (fs::exists(folder, failed) && !fs::is_directory(folder, failed))
        return refuse(folder, "is no directory; remove it, or change STATE_DIR");
    fs::create_directories(folder, failed);
    if (failed)
        return refuse(folder, "cannot be made: " + failed.message() + WayOut);
    if (const int number = tryToWrite(folder); number != 0)
        return refuse(folder,
                      "cannot be written: " + std::generic_category().message(number) + WayOut);
    return {};
}

} // namespace resync::app
