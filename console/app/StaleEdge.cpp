// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/StaleEdge.h"

#include "console/theme/Theme.h"

#include <QPainter>

namespace resync::console {
namespace {

constexpr int Width = 6;

} // namespace

StaleEdge::StaleEdge(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("staleEdge"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFixedWidth(theme.px(Width));
    connect(&theme, &Theme::changed, this, [this] { setFixedWidth(m_theme.px(Width)); });
}

void StaleEdge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), m_theme.color(Token::WarnTint));
    painter.setPen(QPen(m_theme.color(Token::Late), m_theme.px(3)));
    const int step = m_theme.px(8);
    for (int y = -step; y < height() + 2 * step; y += step)
        painter.drawLine(QPointF(-2, y + width() + 2), QPointF(width() + 2, y - 2));
}

} // namespace resync::console
