// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QSocketNotifier;

namespace resync::app {

/// Turns SIGTERM and SIGINT into calls on the main thread's event loop (a self-pipe: a signal
/// handler may do little more than write). One per process.
class StopSignals final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StopSignals)

public:
    explicit StopSignals(std::function<void(int signal)> onSignal);
    ~StopSignals() override;

private:
    void onReadable();

    std::function<void(int)> m_onSignal;
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace resync::app
