// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/Shapes.h"

#include <QPainter>
#include <QPainterPath>

namespace resync::console {
namespace {

// All shapes are drawn on a grid of 14 units.
constexpr double Grid = 14.0;

QPen stroke(const QColor &ink, double width)
{
    return {ink, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

void paintCross(QPainter &p, const QColor &ink, const QColor &paper)
{
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    p.drawRoundedRect(QRectF(1, 1, 12, 12), 2, 2);
    p.setPen(stroke(paper, 1.7));
    p.drawLine(QPointF(4.6, 4.6), QPointF(9.4, 9.4));
    p.drawLine(QPointF(9.4, 4.6), QPointF(4.6, 9.4));
}

void paintWarning(QPainter &p, const QColor &ink)
{
    p.setPen(stroke(ink, 1.4));
    p.setBrush(Qt::NoBrush);
    p.drawPolygon(QPolygonF({{7, 1.3}, {13.2, 12.4}, {0.8, 12.4}}));
    p.drawLine(QPointF(7, 5.2), QPointF(7, 8.3));
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    p.drawEllipse(QPointF(7, 10.4), 0.9, 0.9);
}

void paintBars(QPainter &p, const QColor &ink)
{
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    p.drawRoundedRect(QRectF(2.2, 2, 3.4, 10), 0.8, 0.8);
    p.drawRoundedRect(QRectF(8.4, 2, 3.4, 10), 0.8, 0.8);
}

void paintBubble(QPainter &p, const QColor &ink)
{
    QPainterPath path;
    path.addRoundedRect(QRectF(0.8, 1.8, 12.4, 8), 1.6, 1.6);
    QPainterPath tail;
    tail.addPolygon(QPolygonF({{3.4, 9.6}, {3.4, 13}, {6.8, 9.6}}));
    p.setPen(stroke(ink, 1.4));
    p.setBrush(Qt::NoBrush);
    p.drawPath(path.united(tail));
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    for (const double x : {4.3, 7.0, 9.7})
        p.drawEllipse(QPointF(x, 5.8), 0.85, 0.85);
}

void paintTriangle(QPainter &p, const QColor &ink)
{
    p.setPen(stroke(ink, 1));
    p.setBrush(ink);
    p.drawPolygon(QPolygonF({{2.6, 2.2}, {12, 7}, {2.6, 11.8}}));
}

void paintHalfCircle(QPainter &p, const QColor &ink)
{
    const QRectF circle(1.2, 1.2, 11.6, 11.6);
    p.setPen(stroke(ink, 1.4));
    p.setBrush(Qt::NoBrush);
    p.drawEllipse(circle);
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    p.drawPie(circle, 90 * 16, 180 * 16);
}

void paintCheck(QPainter &p, const QColor &ink)
{
    p.setPen(stroke(ink, 1.9));
    p.setBrush(Qt::NoBrush);
    p.drawPolyline(QPolygonF({{1.6, 7.6}, {5.2, 11.2}, {12.6, 3}}));
}

void paintCircle(QPainter &p, const QColor &ink)
{
    p.setPen(stroke(ink, 1.4));
    p.setBrush(Qt::NoBrush);
    p.drawEllipse(QRectF(1.6, 1.6, 10.8, 10.8));
}

void paintDottedCircle(QPainter &p, const QColor &ink)
{
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    constexpr int Dots = 8;
    for (int i = 0; i < Dots; ++i) {
        p.save();
        p.translate(7, 7);
        p.rotate(360.0 / Dots * i);
        p.drawEllipse(QPointF(0, -5.5), 0.9, 0.9);
        p.restore();
    }
}

} // namespace

void paintShape(QPainter &painter, const QRectF &box, StateShape shape, const QColor &ink,
                const QColor &paper)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / Grid, box.height() / Grid);
    switch (shape) {
    case StateShape::Cross:
        paintCross(painter, ink, paper);
        break;
    case StateShape::Warning:
        paintWarning(painter, ink);
        break;
    case StateShape::Bars:
        paintBars(painter, ink);
        break;
    case StateShape::Bubble:
        paintBubble(painter, ink);
        break;
    case StateShape::Triangle:
        paintTriangle(painter, ink);
        break;
    case StateShape::HalfCircle:
        paintHalfCircle(painter, ink);
        break;
    case StateShape::Check:
        paintCheck(painter, ink);
        break;
    case StateShape::Circle:
        paintCircle(painter, ink);
        break;
    case StateShape::SlashCircle:
        paintCircle(painter, ink);
        painter.drawLine(QPointF(3.3, 10.7), QPointF(10.7, 3.3));
        break;
    case StateShape::DottedCircle:
        paintDottedCircle(painter, ink);
        break;
    case StateShape::Dot:
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(QPointF(7, 7), 4, 4);
        break;
    }
    painter.restore();
}

} // namespace resync::console
