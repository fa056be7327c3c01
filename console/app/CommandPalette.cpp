// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/CommandPalette.h"

#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QAction>
#include <QApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Width = 480;
constexpr int RowHeight = 30;
constexpr int MostRows = 12;

/// Name at the left, shortcut at the right.
class EntryDelegate final : public QStyledItemDelegate
{
public:
    EntryDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, m_theme.color(Token::Selection));
        const int padding = m_theme.px(12);
        const QRect box = option.rect.adjusted(padding, 0, -padding, 0);
        painter->setFont(m_theme.font(FontRole::Base));
        painter->setPen(m_theme.color(Token::Text));
        painter->drawText(box, Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        painter->setFont(m_theme.font(FontRole::Note));
        painter->setPen(m_theme.color(Token::Muted));
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                          index.data(Qt::UserRole + 1).toString());
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {m_theme.px(Width), m_theme.px(RowHeight)};
    }

private:
    const Theme &m_theme;
};

/// Every word that was typed begins or continues somewhere in the name.
bool matches(const QString &name, const QString &typed)
{
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(), [&](const QString &word) {
        return name.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace

CommandPalette::CommandPalette(const Theme &theme, QWidget *window)
    : QFrame(window)
    , m_theme(theme)
    , m_edit(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(u"paletteFrame"_s);
    m_edit->setObjectName(u"paletteEdit"_s);
    m_edit->setProperty("ownFocus", true);
    m_edit->installEventFilter(this);
    m_list->setObjectName(u"paletteList"_s);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new EntryDelegate(theme, m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8));
    layout->addWidget(m_edit);
    layout->addWidget(m_list);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::list);
    connect(m_list, &QListWidget::itemClicked, this, &CommandPalette::run);
    hide();
}

void CommandPalette::popUp(const QList<QAction *> &actions)
{
    m_actions = actions;
    m_edit->setPlaceholderText(tr("Type a command"));
    m_edit->setAccessibleName(tr("Type a command"));
    m_list->setAccessibleName(tr("Commands"));
    m_edit->clear();
    list();
    m_before = QApplication::focusWidget();
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::list()
{
    m_list->clear();
    for (qsizetype i = 0; i < m_actions.size(); ++i) {
        const QAction *action = m_actions.at(i);
        QString name = action->text();
        if (!action->isEnabled() || !matches(name.remove(u'…'), m_edit->text()))
            continue;
        auto *item = new QListWidgetItem(action->text(), m_list);
        item->setData(Qt::UserRole, static_cast<int>(i));
        item->setData(Qt::UserRole + 1, action->shortcut().toString(QKeySequence::NativeText));
    }
    m_list->setCurrentRow(0);
    place();
}

void CommandPalette::place()
{
    const int rows = std::clamp(m_list->count(), 1, MostRows);
    m_list->setFixedHeight(rows * m_theme.px(RowHeight) + 2);
    setFixedWidth(m_theme.px(Width));
    adjustSize();
    move((parentWidget()->width() - width()) / 2, m_theme.px(64));
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (item == nullptr)
        return;
    const QPointer<QAction> action = m_actions.at(item->data(Qt::UserRole).toInt());
    close();
    if (action)
        action->trigger();
}

void CommandPalette::close()
{
    const bool hadFocus = m_edit->hasFocus();
    hide();
    if (hadFocus && m_before)
        m_before->setFocus(Qt::OtherFocusReason);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusOut && isVisible())
        close();
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // "/" and the like are text here
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up:
    case Qt::Key_PageDown:
    case Qt::Key_PageUp:
        QApplication::sendEvent(m_list, event);
        return true;
    default:
        return false;
    }
}

} // namespace resync::console
