// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Screenshot.h"

#include "console/app/MainWindow.h"
#include "console/pages/common/Session.h"

#include <QPixmap>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int PollInterval = 100; ///< ms
constexpr int Limit = 15000;      ///< ms
constexpr int QuietChecks = 4;    ///< the state has to hold so long

} // namespace

Screenshot::Screenshot(MainWindow &window, Session &session, const QString &file, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_session(session)
    , m_file(file)
    , m_poll(new QTimer(this))
    , m_limit(new QTimer(this))
{
    connect(m_poll, &QTimer::timeout, this, &Screenshot::check);
    m_poll->start(PollInterval);
    m_limit->setSingleShot(true);
    connect(m_limit, &QTimer::timeout, this, &Screenshot::shoot);
    m_limit->start(Limit);
}

void Screenshot::check()
{
    m_quietChecks = isSettled() ? m_quietChecks + 1 : 0;
    if (m_quietChecks >= QuietChecks)
        shoot();
}

bool Screenshot::isSettled() const
{
    if (!m_session.profile())
        return true;
    if (m_session.state().phase == ConnectionPhase::Failed ||
        (m_session.state().phase == ConnectionPhase::Retrying && !m_session.asOf()))
        return true;
    const auto told = [&](Topic topic, bool isKnown) {
        return isKnown || m_session.failure(topic).has_value();
    };
    if (!m_session.state().isOnline() ||
        !told(Topic::Jobs, m_session.attention().summary().has_value()) ||
        m_session.jobs().isSettling())
        return false;
    switch (m_window.page()) {
    case PageId::Cache:
        return told(Topic::CacheStats, m_session.cache().stats().has_value());
    case PageId::Configuration:
        return told(Topic::Config, m_session.config().has_value());
    case PageId::Metrics:
        return told(Topic::Metrics, m_session.metrics().points().size() > 2);
    default:
        return true;
    }
}

void Screenshot::shoot()
{
    m_poll->stop();
    m_limit->stop();
    const QPixmap picture = m_window.grab();
    if (picture.isNull() || !picture.save(m_file, "PNG")) {
        Q_EMIT finished(u"cannot write %1"_s.arg(m_file));
        return;
    }
    Q_EMIT finished({});
}

} // namespace resync::console
