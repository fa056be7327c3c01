// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/common/Page.h"

#include "console/pages/common/Session.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int TitleRowHeight = 30;

/// The window of a plan; a plan that ends at the midnight after its day ends at "24:00".
QString windowText(const domain::PlanWindow &window, const TimeView &view)
{
    if (!window.startsAt || !window.endsAt)
        return {};
    const auto local = [&](Instant at) {
        return QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count(), view.zone());
    };
    const QDateTime from = local(*window.startsAt);
    const QDateTime to = local(*window.endsAt);
    const QString day = from.toString(u"yyyy-MM-dd HH:mm"_s);
    const bool isMidnight = to.time() == QTime(0, 0) && to.date() == from.date().addDays(1);
    if (isMidnight)
        return day + u" – 24:00"_s;
    const bool sameDay = to.date() == from.date();
    return day + u" – "_s + to.toString(sameDay ? u"HH:mm"_s : u"yyyy-MM-dd HH:mm"_s);
}

} // namespace

Page::Page(PageContext context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_body(new QVBoxLayout(this))
    , m_titleRow(new QHBoxLayout)
    , m_title(makeLabel(u"pagetitle", this))
    , m_note(makeLabel(u"muted", this))
    , m_aside(makeLabel(u"muted", this))
{
    m_title->setObjectName(u"pageTitle"_s);
    m_note->setObjectName(u"pageNote"_s);
    m_aside->setObjectName(u"pageAside"_s);
    m_titleRow->addWidget(m_title);
    m_titleRow->addWidget(m_note);
    m_titleRow->addStretch(1);
    m_titleRow->addWidget(m_aside);
    m_body->addLayout(m_titleRow);
    setMeasures();
    connect(&theme(), &Theme::changed, this, &Page::setMeasures);
    connect(&session(), &Session::changed, this, &Page::refresh);
    connect(&session(), &Session::ticked, this, [this] {
        if (isVisible())
            refresh();
    });
}

Page::~Page() = default;

void Page::setMeasures()
{
    const auto px = [this](int measure) { return theme().px(measure); };
    m_body->setContentsMargins(px(20), px(10), px(20), px(14));
    m_body->setSpacing(px(10));
    m_titleRow->setSpacing(px(12));
    m_title->setMinimumHeight(px(TitleRowHeight));
}

void Page::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Page::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

void Page::setAside(const QString &text)
{
    m_aside->setText(text);
    m_aside->setVisible(!text.isEmpty());
}

QString Page::planText() const
{
    const auto &plan = session().plan();
    if (!plan)
        return {};
    QStringList parts;
    const QString window =
        plan->value.window ? windowText(*plan->value.window, session().timeView()) : QString();
    if (!window.isEmpty())
        parts += tr("Plan %1").arg(window);
    if (!plan->value.timeZone.empty())
        parts += QString::fromStdString(plan->value.timeZone);
    const int jobs = std::accumulate(plan->value.jobs.begin(), plan->value.jobs.end(), 0);
    parts += tr("%1 jobs").arg(QLocale().toString(jobs));
    return parts.join(u" · "_s);
}

QString Page::ageNote() const
{
    if (!session().isStale())
        return {};
    return tr("as of %1 · %2 old")
        .arg(timeText(session().asOf(), session().timeView()), spanText(session().age()));
}

void Page::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        refresh();
    }
    QWidget::changeEvent(event);
}

void Page::showEvent(QShowEvent *event)
{
    refresh();
    QWidget::showEvent(event);
}

} // namespace resync::console
