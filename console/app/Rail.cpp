// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Rail.h"

#include "console/app/Commands.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Width = 184;
constexpr int CompactWidth = 48;
constexpr int ItemHeight = 30;
constexpr int IconSize = 16;

} // namespace

RailButton::RailButton(const Theme &theme, Icon icon, QAction *action, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icon(icon)
{
    setObjectName(action->objectName() + u"Button"_s);
    setCheckable(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const auto follow = [this, action] {
        setText(action->text());
        setAccessibleName(action->text());
        setToolTip(u"%1 (%2)"_s.arg(action->text(),
                                    action->shortcut().toString(QKeySequence::NativeText)));
        setChecked(action->isChecked());
        update();
    };
    follow();
    connect(action, &QAction::changed, this, follow);
    connect(action, &QAction::toggled, this, follow);
    connect(this, &QAbstractButton::clicked, action, [action, follow] {
        action->trigger();
        follow(); // a click on the page that is shown must not take its mark away
    });
}

void RailButton::setCompact(bool compact)
{
    m_isCompact = compact;
    update();
}

QSize RailButton::sizeHint() const
{
    return {m_theme.px(m_isCompact ? CompactWidth : Width), m_theme.px(ItemHeight)};
}

void RailButton::enterEvent(QEnterEvent *event)
{
    update();
    QAbstractButton::enterEvent(event);
}

void RailButton::leaveEvent(QEvent *event)
{
    update();
    QAbstractButton::leaveEvent(event);
}

void RailButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto px = [this](int measure) { return m_theme.px(measure); };
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Raised));
        painter.drawRoundedRect(rect(), px(5), px(5));
    }
    if (isChecked()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Token::Accent));
        painter.drawRoundedRect(QRectF(0, px(7), px(3), height() - 2 * px(7)), 1.5, 1.5);
    }
    const QColor ink = m_theme.color(isChecked() ? Token::Text : Token::Muted);
    const double left = m_isCompact ? (width() - px(IconSize)) / 2.0 : px(12);
    paintIcon(painter, QRectF(left, (height() - px(IconSize)) / 2.0, px(IconSize), px(IconSize)),
              m_icon, ink);
    if (m_isCompact)
        return;
    painter.setPen(ink);
    QFont font = m_theme.font(FontRole::Base);
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Medium);
    painter.setFont(font);
    painter.drawText(QRectF(px(37), 0, width() - px(40), height()),
                     Qt::AlignLeft | Qt::AlignVCenter, text());
}

Rail::Rail(const Theme &theme, const Commands &commands, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_commands(commands)
    , m_brand(makeLabel(u"brand", this))
    , m_menuButton(makeButton(u"menuButton"_s, u"plain", this))
    , m_find(makeButton(u"findButton"_s, {}, this))
    , m_findKey(makeLabel(u"note", m_find))
{
    setObjectName(u"rail"_s);
    m_brand->setText(u"Resync"_s);
    auto *menu = new QMenu(m_menuButton);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        m_commands.fillMenu(*menu);
    });
    m_menuButton->setMenu(menu);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(theme.px(12), 0, theme.px(2), 0);
    top->addWidget(m_brand, 1);
    top->addWidget(m_menuButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.px(8), theme.px(8), theme.px(9), theme.px(14));
    layout->setSpacing(theme.px(2));
    layout->addLayout(top);
    addGroup(*layout, m_operate);
    addPage(*layout, Icon::Overview, commands.action(Command::ShowOverview));
    addPage(*layout, Icon::Workload, commands.action(Command::ShowWorkload));
    addGroup(*layout, m_administer);
    addPage(*layout, Icon::Metrics, commands.action(Command::ShowMetrics));
    addPage(*layout, Icon::Cache, commands.action(Command::ShowCache));
    addPage(*layout, Icon::Configuration, commands.action(Command::ShowConfiguration));
    layout->addStretch(1);
    layout->addWidget(m_find);

    auto *inFind = new QHBoxLayout(m_find);
    inFind->setContentsMargins(0, 0, theme.px(8), 0);
    inFind->addStretch(1);
    inFind->addWidget(m_findKey);
    m_findKey->setAttribute(Qt::WA_TransparentForMouseEvents);
    connect(m_find, &QPushButton::clicked, commands.action(Command::OpenPalette),
            &QAction::trigger);
    connect(&theme, &Theme::changed, this, &Rail::setMeasures);
    retranslate();
    setMeasures();
}

void Rail::addGroup(QVBoxLayout &layout, QLabel *&title)
{
    title = makeLabel(u"group", this);
    title->setContentsMargins(m_theme.px(12), m_theme.px(10), 0, m_theme.px(4));
    layout.addWidget(title);
}

void Rail::addPage(QVBoxLayout &layout, Icon icon, QAction *action)
{
    m_pages += new RailButton(m_theme, icon, action, this);
    layout.addWidget(m_pages.constLast());
}

void Rail::setMeasures()
{
    setFixedWidth(m_theme.px(m_isCompact ? CompactWidth : Width));
    m_menuButton->setIcon(makeIcon(Icon::Menu, m_theme.color(Token::Text)));
    m_find->setIcon(makeIcon(Icon::Search, m_theme.color(Token::Text)));
}

void Rail::setCompact(bool compact)
{
    if (m_isCompact == compact)
        return;
    m_isCompact = compact;
    for (QWidget *word : {static_cast<QWidget *>(m_brand), static_cast<QWidget *>(m_operate),
                          static_cast<QWidget *>(m_administer), static_cast<QWidget *>(m_findKey)})
        word->setVisible(!compact);
    for (RailButton *page : m_pages)
        page->setCompact(compact);
    showFind();
    setMeasures();
}

void Rail::retranslate()
{
    //: group of pages in the rail: what an operator works with
    m_operate->setText(tr("Operate"));
    //: group of pages in the rail: what an administrator works with
    m_administer->setText(tr("Administer"));
    m_menuButton->setToolTip(tr("Menu"));
    m_menuButton->setAccessibleName(tr("Menu"));
    m_findKey->setText(
        m_commands.action(Command::OpenPalette)->shortcut().toString(QKeySequence::NativeText));
    showFind();
}

void Rail::showFind()
{
    const QString text = m_commands.action(Command::OpenPalette)->text();
    m_find->setText(m_isCompact ? QString() : text);
    m_find->setAccessibleName(text);
    m_find->setToolTip(text);
}

} // namespace resync::console
