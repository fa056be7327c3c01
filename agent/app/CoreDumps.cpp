// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/CoreDumps.h"

#include "shared/core/Log.h"

#include <cerrno>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <system_error>

namespace resync::app {

void forbidCoreDumps()
{
    const rlimit none{0, 0};
    // the limit alone does not stop a core_pattern that pipes into a program
    if (::setrlimit(RLIMIT_CORE, &none) != 0 || ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        log::warning("app", "core dumps cannot be turned off",
                     {{"reason", std::generic_category().message(errno)}});
}

} // namespace resync::app
