// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/PlanThread.h"

#include <QObject>
#include <QThread>
#include <QTimer>

#include <utility>

namespace resync::mirror {

PlanThread::PlanThread()
    : m_thread(new QThread)
    , m_context(new QObject)
{
    m_thread->setObjectName(QStringLiteral("plan"));
    m_context->moveToThread(m_thread.get());
    m_thread->start();
}

PlanThread::~PlanThread()
{
    stop();
}

void PlanThread::post(std::function<void()> work)
{
    QMetaObject::invokeMethod(m_context.get(), std::move(work), Qt::QueuedConnection);
}

void PlanThread::postAfter(milliseconds delay, std::function<void()> work)
{
    post([this, delay, work = std::move(work)]() mutable {
        QTimer::singleShot(delay, m_context.get(), std::move(work));
    });
}

void PlanThread::run(const std::function<void()> &work)
{
    QMetaObject::invokeMethod(m_context.get(), work, Qt::BlockingQueuedConnection);
}

void PlanThread::stop()
{
    m_thread->quit();
    m_thread->wait();
}

} // namespace resync::mirror
