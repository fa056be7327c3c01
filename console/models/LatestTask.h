// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFutureWatcher>
#include <QtConcurrent>

#include <functional>
#include <memory>
#include <utility>

namespace resync::console {

/// Background work of which only the newest result counts: one run at a time in QtConcurrent's
/// pool; what is asked meanwhile runs next, and a result that was overtaken is dropped.
/// Thread: the owner's. Destroying it drops everything.
template<typename T>
class LatestTask final
{
public:
    using Work = std::function<T()>;
    using Done = std::function<void(const T &)>;

    explicit LatestTask(Done done)
        : m_done(std::move(done))
    {}
    LatestTask(const LatestTask &) = delete;
    LatestTask &operator=(const LatestTask &) = delete;

    void run(Work work)
    {
        m_next = std::move(work);
        if (!m_watcher)
            startNext();
    }
    /// Neither what runs nor what waits will answer.
    void drop()
    {
        m_next = nullptr;
        m_watcher.reset();
    }
    [[nodiscard]] bool isRunning() const { return m_watcher != nullptr; }

private:
    void startNext()
    {
        m_watcher = std::make_unique<QFutureWatcher<T>>();
        QObject::connect(m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(),
                         [this] { onFinished(); });
        m_watcher->setFuture(QtConcurrent::run(std::exchange(m_next, nullptr)));
    }
    void onFinished()
    {
        const T result = m_watcher->result();
        m_watcher.release()->deleteLater(); // we are in its signal
        if (m_next)
            startNext();
        else
            m_done(result);
    }

    Done m_done;
    Work m_next;
    std::unique_ptr<QFutureWatcher<T>> m_watcher;
};

} // namespace resync::console
