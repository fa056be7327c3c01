// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/cache/CachePage.h"

#include "console/client/ErrorText.h"
#include "console/pages/cache/RecentInvalidations.h"
#include "console/pages/common/DataTable.h"
#include "console/pages/common/Session.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int MostRows = 10;

} // namespace

QString invalidateObstacle(const Session &session)
{
    if (!session.profile())
        return CachePage::tr("There is no connection");
    if (!session.state().isOnline())
        return CachePage::tr("Invalidating needs the Resync agent");
    if (session.profile()->user.isEmpty())
        return CachePage::tr("Only admins may invalidate; this connection has no user");
    if (session.profile()->readOnly)
        return CachePage::tr("This connection is read-only");
    const auto failure = session.failure(Topic::Config);
    if (failure && failure->kind == ErrorKind::Unauthorized)
        return CachePage::tr("Only admins may invalidate; %1 is not one")
            .arg(session.profile()->user);
    return {};
}

CachePage::CachePage(PageContext context, QWidget *parent)
    : Page(context, parent)
    , m_invalidate(makeButton(u"invalidateCacheButton"_s, u"primary", this))
    , m_recent(new RecentInvalidations(this))
    , m_scopes(new DataTable(theme(), u"scopeTable"_s, this))
    , m_recentTable(new DataTable(theme(), u"recentTable"_s, this))
    , m_recentNote(makeLabel(u"note", this))
{
    setObjectName(u"cachePage"_s);
    titleRow()->addWidget(m_invalidate);
    m_scopes->setModel(&session().cache());
    m_scopes->setWidths({220, 110, 110, 110, 180});
    m_scopes->remember(settings());
    m_scopes->fitRows(MostRows);
    m_recentTable->setModel(m_recent);
    m_recentTable->setWidths({180, 150, 150, 120, 120, 120});
    m_recentTable->remember(settings());
    m_recentTable->fitRows(MostRows);
    body()->addWidget(makeTableCard(u"scopesCard"_s, m_scopesTitle, m_scopes));
    m_recentCard = makeTableCard(u"recentCard"_s, m_recentTitle, m_recentTable);
    body()->addWidget(m_recentCard);
    body()->addWidget(m_recentNote);
    body()->addStretch(1);
    connect(m_invalidate, &QPushButton::clicked, this, &CachePage::invalidateRequested);
    retranslate();
    refresh();
}

QFrame *CachePage::makeTableCard(const QString &name, QLabel *&title, DataTable *table)
{
    QFrame *card = makeCard(name, this);
    card->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    title = makeLabel(u"cardtitle", card);
    title->setContentsMargins(theme().px(11), theme().px(8), 0, theme().px(4));
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, theme().px(5));
    layout->setSpacing(0);
    layout->addWidget(title);
    layout->addWidget(table);
    return card;
}

void CachePage::addInvalidation(const InvalidationRecord &record)
{
    m_recent->add(record);
    refresh();
}

void CachePage::retranslate()
{
    setTitle(tr("Cache"));
    m_invalidate->setText(tr("Invalidate…"));
    m_scopesTitle->setText(tr("Scopes"));
    m_recentTitle->setText(tr("Recent invalidations"));
    m_scopes->setAccessibleName(tr("Scopes of the cache"));
    m_recentTable->setAccessibleName(tr("Invalidations by this console"));
}

void CachePage::refresh()
{
    const auto failure = session().failure(Topic::CacheStats);
    setNote(session().cache().stats() ? session().cache().summary()
            : failure                 ? describe(*failure)
                                      : tr("not known yet"));
    const QString obstacle = invalidateObstacle(session());
    setReason(*m_invalidate, obstacle);
    setAside(obstacle);
    m_recent->setTimeView(session().timeView());
    const bool hasRecent = m_recent->rowCount() > 0;
    m_recentCard->setVisible(hasRecent);
    m_recentNote->setVisible(!hasRecent);
    m_recentNote->setText(tr("Invalidations that this console asks for are listed here."));
}

} // namespace resync::console
