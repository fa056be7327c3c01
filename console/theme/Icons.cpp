// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/Icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>

namespace resync::console {
namespace {

constexpr double Grid = 16.0;

void overview(QPainter &p)
{
    for (const double x : {1.5, 9.3})
        for (const double y : {1.5, 9.3})
            p.drawRoundedRect(QRectF(x, y, 5.2, 5.2), 0.8, 0.8);
}

void workload(QPainter &p)
{
    for (const double y : {3.2, 8.0, 12.8}) {
        p.drawLine(QPointF(5.4, y), QPointF(14.6, y));
        p.drawLine(QPointF(1.6, y), QPointF(2.3, y));
    }
}

void metrics(QPainter &p)
{
    p.drawPolyline(QPolygonF({{1.6, 1.6}, {1.6, 14.2}, {14.6, 14.2}}));
    p.drawPolyline(QPolygonF({{4, 10.6}, {7.2, 6.8}, {9.8, 9}, {14, 3.6}}));
}

void cache(QPainter &p)
{
    p.drawEllipse(QRectF(2, 1.4, 12, 4.4));
    QPainterPath path(QPointF(2, 3.6));
    path.lineTo(2, 12.4);
    path.arcTo(QRectF(2, 10.2, 12, 4.4), 180, 180);
    path.lineTo(14, 3.6);
    path.moveTo(2, 8);
    path.arcTo(QRectF(2, 5.8, 12, 4.4), 180, 180);
    p.drawPath(path);
}

void configuration(QPainter &p)
{
    constexpr double Ring = 1.8;
    const auto slider = [&p](double y, double x) {
        p.drawLine(QPointF(1.4, y), QPointF(x - Ring, y));
        p.drawEllipse(QPointF(x, y), Ring, Ring);
        p.drawLine(QPointF(x + Ring, y), QPointF(14.6, y));
    };
    slider(4.6, 10);
    slider(11.4, 5.6);
}

void menu(QPainter &p)
{
    for (const double y : {3.6, 8.0, 12.4})
        p.drawLine(QPointF(2, y), QPointF(14, y));
}

void search(QPainter &p)
{
    p.drawEllipse(QPointF(6.8, 6.8), 4.9, 4.9);
    p.drawLine(QPointF(10.5, 10.5), QPointF(14.4, 14.4));
}

void close(QPainter &p)
{
    p.drawLine(QPointF(3.4, 3.4), QPointF(12.6, 12.6));
    p.drawLine(QPointF(12.6, 3.4), QPointF(3.4, 12.6));
}

void clearText(QPainter &p, const QColor &ink)
{
    QPainterPath path;
    path.addEllipse(QPointF(8, 8), 6.6, 6.6);
    QPainterPath cross;
    cross.moveTo(5.7, 5.7);
    cross.lineTo(10.3, 10.3);
    cross.moveTo(10.3, 5.7);
    cross.lineTo(5.7, 10.3);
    QPainterPathStroker stroker;
    stroker.setWidth(1.6);
    stroker.setCapStyle(Qt::RoundCap);
    p.setPen(Qt::NoPen);
    p.setBrush(ink);
    p.drawPath(path.subtracted(stroker.createStroke(cross)));
}

void plug(QPainter &p)
{
    p.drawLine(QPointF(5.3, 0.8), QPointF(5.3, 4.4));
    p.drawLine(QPointF(10.7, 0.8), QPointF(10.7, 4.4));
    QPainterPath body(QPointF(2.8, 4.4));
    body.lineTo(13.2, 4.4);
    body.lineTo(13.2, 7.2);
    body.cubicTo(13.2, 13.4, 2.8, 13.4, 2.8, 7.2);
    body.closeSubpath();
    p.drawPath(body);
    p.drawLine(QPointF(8, 11.9), QPointF(8, 15.2));
}

void key(QPainter &p)
{
    p.drawEllipse(QPointF(5, 11), 3.1, 3.1);
    p.drawLine(QPointF(7.2, 8.8), QPointF(14, 2));
    p.drawLine(QPointF(11.6, 4.4), QPointF(13.6, 6.4));
}

/// Paints on demand, so that one QIcon serves every size and screen.
class LineIconEngine final : public QIconEngine
{
public:
    LineIconEngine(Icon icon, const QColor &ink)
        : m_icon(icon)
        , m_ink(ink)
    {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode, QIcon::State) override
    {
        paintIcon(*painter, rect, m_icon, m_ink);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine *clone() const override { return new LineIconEngine(m_icon, m_ink); }

private:
    Icon m_icon;
    QColor m_ink;
};

} // namespace

void paintIcon(QPainter &painter, const QRectF &box, Icon icon, const QColor &ink)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.topLeft());
    painter.scale(box.width() / Grid, box.height() / Grid);
    painter.setPen(
        {ink, icon == Icon::Plug ? 0.9 : 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin});
    painter.setBrush(Qt::NoBrush);
    switch (icon) {
    case Icon::Overview:
        overview(painter);
        break;
    case Icon::Workload:
        workload(painter);
        break;
    case Icon::Metrics:
        metrics(painter);
        break;
    case Icon::Cache:
        cache(painter);
        break;
    case Icon::Configuration:
        configuration(painter);
        break;
    case Icon::Menu:
        menu(painter);
        break;
    case Icon::Search:
        search(painter);
        break;
    case Icon::ChevronDown:
        painter.drawPolyline(QPolygonF({{3.4, 5.8}, {8, 10.4}, {12.6, 5.8}}));
        break;
    case Icon::Close:
        close(painter);
        break;
    case Icon::ClearText:
        clearText(painter, ink);
        break;
    case Icon::Plug:
        plug(painter);
        break;
    case Icon::Key:
        key(painter);
        break;
    }
    painter.restore();
}

QIcon makeIcon(Icon icon, const QColor &ink)
{
    return QIcon(new LineIconEngine(icon, ink));
}

} // namespace resync::console
