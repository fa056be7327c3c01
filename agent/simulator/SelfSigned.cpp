// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/SelfSigned.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

namespace resync::simulator {

namespace {

/// Runs a program to its end; true when it succeeded.
bool run(std::vector<std::string> arguments)
{
    std::vector<char *> argv;
    for (std::string &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    posix_spawn_file_actions_t silent;
    posix_spawn_file_actions_init(&silent);
    posix_spawn_file_actions_addopen(&silent, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t pid = 0;
    const int error = posix_spawnp(&pid, argv.front(), &silent, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&silent);
    int status = 0;
    return error == 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

} // namespace

Result<SelfSigned> SelfSigned::make()
{
    std::error_code error;
    std::string folder = std::filesystem::temp_directory_path(error) / "resync-twsim-XXXXXX";
    if (error || !mkdtemp(folder.data()))
        return fail(ErrorKind::Unavailable, "cannot make a directory for the certificate");
    SelfSigned made(folder);
    const bool isDone =
        run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-days", "30", "-subj", "/CN=localhost", "-addext",
             "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", made.keyFile(), "-out",
             made.certificateFile()});
    if (!isDone)
        return fail(ErrorKind::Unavailable, "openssl could not make a certificate");
    return made;
}

SelfSigned::SelfSigned(SelfSigned &&other) noexcept
    : m_folder(std::exchange(other.m_folder, {}))
{}

SelfSigned::~SelfSigned()
{
    std::error_code ignored;
    if (!m_folder.empty())
        std::filesystem::remove_all(m_folder, ignored);
}

} // namespace resync::simulator
