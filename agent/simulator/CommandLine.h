// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/simulator/Simulator.h"

#include <optional>
#include <string>

namespace resync::simulator {

struct CommandLine
{
    SimulatorSettings settings;
    std::string passwordFile;  ///< empty: none
    std::string portFile;      ///< empty: none
    bool isSelfSigned = false; ///< HTTPS with a certificate that is made at the start
};

/// What the arguments mean, or the exit code when there is nothing to run: after --help or
/// --version (0), after a usage error (2). The texts are printed already.
[[nodiscard]] tl::expected<CommandLine, int> readCommandLine(int argc, char **argv);

/// Where the password comes from: the file, else the environment variable
/// RESYNC_TWSIM_PASSWORD, else a random one, which is printed to stderr once.
/// InvalidInput: the file cannot be read or is empty.
[[nodiscard]] Result<std::string> findPassword(const std::string &passwordFile);

/// Writes "port controlPort\n", as a whole or not at all.
[[nodiscard]] Result<> writePortFile(const std::string &path, std::uint16_t port,
                                     std::uint16_t controlPort);

} // namespace resync::simulator
