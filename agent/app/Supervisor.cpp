// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Supervisor.h"

#include <ctime>

#ifdef RESYNC_HAS_SYSTEMD
#include <systemd/sd-daemon.h>
#endif

namespace resync::app {

namespace {

void notify([[maybe_unused]] const std::string &state)
{
#ifdef RESYNC_HAS_SYSTEMD
    sd_notify(0, state.c_str());
#endif
}

} // namespace

void notifyReady(const std::string &status)
{
    notify("READY=1\nSTATUS=" + status);
}

void notifyReloading()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const auto microseconds = now.tv_sec * 1'000'000LL + now.tv_nsec / 1'000;
    notify("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(microseconds));
}

void notifyStatus(const std::string &status)
{
    notify("STATUS=" + status);
}

void notifyStopping()
{
    notify("STOPPING=1");
}

std::optional<int> passedSocket()
{
#ifdef RESYNC_HAS_SYSTEMD
    if (sd_listen_fds(1) > 0)
        return SD_LISTEN_FDS_START;
#endif
    return std::nullopt;
}

} // namespace resync::app
