// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/FocusRing.h"

#include "console/theme/Theme.h"

#include <QApplication>
#include <QFocusEvent>
#include <QPainter>

namespace resync::console {

FocusRing::FocusRing(const Theme &theme, QWidget *window)
    : QFocusFrame(window)
    , m_theme(theme)
    , m_window(window)
{
    hide(); // until a widget has the keyboard
    qApp->installEventFilter(this);
}

bool FocusRing::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn && watched->isWidgetType()) {
        if (auto *target = static_cast<QWidget *>(watched); target == QApplication::focusWidget())
            follow(target, static_cast<QFocusEvent *>(event)->reason());
    }
    return QFocusFrame::eventFilter(watched, event);
}

void FocusRing::follow(QWidget *target, Qt::FocusReason reason)
{
    if (target->window() != m_window)
        return;
    if (reason == Qt::PopupFocusReason || reason == Qt::ActiveWindowFocusReason)
        return;
    const bool byMouse = reason == Qt::MouseFocusReason;
    const bool showsItself = target->property("ownFocus").toBool();
    setWidget(byMouse || showsItself || target->isWindow() ? nullptr : target);
}

void FocusRing::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double wide = m_theme.px(2);
    painter.setPen(QPen(m_theme.color(Token::FocusRing), wide));
    const double radius = m_theme.px(7);
    painter.drawRoundedRect(QRectF(rect()).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2),
                            radius, radius);
}

} // namespace resync::console
