// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Banner.h"

#include "console/client/ErrorText.h"
#include "console/models/StatementText.h"
#include "console/pages/common/Session.h"
#include "console/theme/ShapeLabel.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Height = 40;

} // namespace

Banner::Banner(const Theme &theme, const Session &session, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_session(session)
    , m_shape(new ShapeLabel(theme, this))
    , m_fact(makeLabel(u"strong", this))
    , m_consequence(makeLabel(u"base", this))
    , m_button(makeButton(u"retryButton"_s, u"small", this))
{
    setObjectName(u"banner"_s);
    m_fact->setObjectName(u"bannerFact"_s);
    m_consequence->setObjectName(u"bannerText"_s);
    m_consequence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_shape->setShape(StateShape::Warning, Token::Late);
    auto *row = new QHBoxLayout(this);
    row->addWidget(m_shape);
    row->addWidget(m_fact);
    row->addWidget(m_consequence, 1);
    row->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (wantsEdit())
            Q_EMIT editRequested();
        else
            Q_EMIT retryRequested();
    });
    connect(&theme, &Theme::changed, this, &Banner::setMeasures);
    setMeasures();
    refresh();
}

void Banner::setMeasures()
{
    setFixedHeight(m_theme.px(Height));
    layout()->setContentsMargins(m_theme.px(20), 0, m_theme.px(20), 0);
    layout()->setSpacing(m_theme.px(8));
}

bool Banner::wantsEdit() const
{
    switch (m_session.state().trouble) {
    case ConnectionTrouble::Tls:
    case ConnectionTrouble::Unauthorized:
    case ConnectionTrouble::NotAResyncAgent:
    case ConnectionTrouble::PlainHttpForbidden:
    case ConnectionTrouble::BadUrl:
        return true;
    default:
        return false;
    }
}

QString Banner::fact() const
{
    const ConnectionState &state = m_session.state();
    if (state.phase == ConnectionPhase::Failed)
        return describe(state.trouble);
    return tr("Agent unreachable since %1").arg(timeText(state.since, m_session.timeView()));
}

QString Banner::consequence() const
{
    const ConnectionState &state = m_session.state();
    QStringList sentences;
    if (state.phase == ConnectionPhase::Retrying) {
        const QString cause =
            state.trouble == ConnectionTrouble::None ? QString() : describe(state.trouble);
        if (!cause.isEmpty())
            sentences += cause;
        if (state.nextRetryAt && *state.nextRetryAt > m_session.timeView().now)
            sentences +=
                tr("Retrying in %1.").arg(spanText(*state.nextRetryAt - m_session.timeView().now));
    }
    if (m_session.asOf())
        sentences +=
            tr("Showing the plan as of %1.").arg(timeText(m_session.asOf(), m_session.timeView()));
    return sentences.join(u' ');
}

void Banner::refresh()
{
    setVisible(m_session.profile() && m_session.isLost());
    if (isHidden())
        return;
    const bool isFailed = m_session.state().phase == ConnectionPhase::Failed;
    m_fact->setText(isFailed ? fact() : fact() + u'.');
    m_consequence->setText(consequence());
    m_consequence->setToolTip(m_session.state().detail);
    m_button->setText(wantsEdit() ? tr("Edit connection…") : tr("Retry now"));
}

} // namespace resync::console
