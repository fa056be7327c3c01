// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/ProcessSignals.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace resync::app {

namespace {

std::array<int, 2> s_pipe = {-1, -1};

void onSignal(int number)
{
    const auto byte = static_cast<unsigned char>(number);
    // nothing can be done here about a full pipe: as much as fits in it is on its way then
    [[maybe_unused]] const auto written = ::write(s_pipe[1], &byte, 1);
}

} // namespace

ProcessSignals::ProcessSignals(std::function<void(int)> onStop, std::function<void()> onReload)
    : m_onStop(std::move(onStop))
    , m_onReload(std::move(onReload))
{
    if (::pipe2(s_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = new QSocketNotifier(s_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &ProcessSignals::onReadable);
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (const int number : {SIGTERM, SIGINT, SIGHUP})
        sigaction(number, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

ProcessSignals::~ProcessSignals()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGHUP, SIG_IGN); // one that comes late must not end the process
    for (int &end : s_pipe)
        ::close(std::exchange(end, -1));
}

void ProcessSignals::onReadable()
{
    unsigned char number = 0;
    while (::read(s_pipe[0], &number, 1) == 1)
        number == SIGHUP ? m_onReload() : m_onStop(number);
}

} // namespace resync::app
