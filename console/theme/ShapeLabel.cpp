// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/ShapeLabel.h"

#include "console/theme/Theme.h"

#include <QPainter>

namespace resync::console {
namespace {

constexpr int Side = 14;

} // namespace

ShapeLabel::ShapeLabel(const Theme &theme, QWidget *parent)
    : QLabel(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

void ShapeLabel::setShape(StateShape shape, Token ink)
{
    m_shape = shape;
    m_ink = ink;
    update();
}

QSize ShapeLabel::sizeHint() const
{
    return {m_theme.px(Side), m_theme.px(Side) + m_theme.px(2)};
}

void ShapeLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int side = m_theme.px(Side);
    const QRectF box((width() - side) / 2.0, (height() - side) / 2.0, side, side);
    paintShape(painter, box, m_shape, m_theme.color(m_ink), m_theme.color(Token::Surface));
}

} // namespace resync::console
