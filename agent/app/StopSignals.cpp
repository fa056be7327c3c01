// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/StopSignals.h"

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
    // nothing can be done here about a full pipe: a stop is already on its way then
    [[maybe_unused]] const auto written = ::write(s_pipe[1], &byte, 1);
}

} // namespace

StopSignals::StopSignals(std::function<void(int)> onStop)
    : m_onSignal(std::move(onStop))
{
    if (::pipe2(s_pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = new QSocketNotifier(s_pipe[0], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, &StopSignals::onReadable);
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals()
{
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGINT, SIG_DFL);
    for (int &end : s_pipe)
        ::close(std::exchange(end, -1));
}

void StopSignals::onReadable()
{
    unsigned char number = 0;
    while (::read(s_pipe[0], &number, 1) == 1)
        m_onSignal(number);
}

} // namespace resync::app
