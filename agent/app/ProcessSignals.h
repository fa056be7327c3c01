// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QSocketNotifier;

namespace resync::app {

/// Turns SIGTERM, SIGINT and SIGHUP into calls on the main thread's event loop (a self-pipe: a
/// signal handler may do little more than write). One per process.
class ProcessSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProcessSignals)

public:
    ProcessSignals(std::function<void(int signal)> onStop, std::function<void()> onReload);
    ~ProcessSignals() override;

private:
    void onReadable();

    std::function<void(int)> m_onStop;
    std::function<void()> m_onReload;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace resync::app
