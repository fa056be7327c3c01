// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/EmptyPage.h"

#include "console/theme/Icons.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {

EmptyPage::EmptyPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_plug(new QLabel(this))
    , m_text(makeLabel(u"lead", this))
    , m_add(makeButton(u"addConnectionButton"_s, u"primary", this))
    , m_hint(makeLabel(u"muted", this))
{
    setObjectName(u"emptyPage"_s);
    setAttribute(Qt::WA_StyledBackground);
    for (QLabel *label : {m_plug, m_text, m_hint})
        label->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_hint->setTextFormat(Qt::RichText);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.px(16));
    layout->addStretch(3);
    layout->addWidget(m_plug, 0, Qt::AlignCenter);
    layout->addWidget(m_text, 0, Qt::AlignCenter);
    layout->addWidget(m_add, 0, Qt::AlignCenter);
    layout->addWidget(m_hint, 0, Qt::AlignCenter);
    layout->addStretch(5);
    connect(m_add, &QPushButton::clicked, this, &EmptyPage::addRequested);
    connect(&theme, &Theme::changed, this, &EmptyPage::restyle);
    restyle();
    retranslate();
}

void EmptyPage::restyle()
{
    m_plug->setPixmap(makeIcon(Icon::Plug, m_theme.color(Token::Muted))
                          .pixmap(QSize(m_theme.px(40), m_theme.px(40)), devicePixelRatioF()));
    m_text->setFixedWidth(m_theme.px(400));
    m_hint->setFixedWidth(m_theme.px(400));
}

void EmptyPage::retranslate()
{
    m_text->setText(tr("No connection yet: add the Resync agent of your site to see its plan."));
    m_add->setText(tr("Add connection…"));
    m_add->setToolTip(u"Ctrl+N"_s);
    m_hint->setText(tr("Just looking? <b>./dev run</b> starts a demo engine with its agent and "
                       "opens it here, marked as demo."));
}

void EmptyPage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void EmptyPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_add->setFocus(Qt::OtherFocusReason);
}

} // namespace resync::console
