// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/common/TableHeader.h"

#include "console/theme/Theme.h"

#include <QPainter>

#include <cmath>

namespace resync::console {
namespace {

constexpr int Height = 26;
constexpr int Padding = 10;
constexpr int ArrowSize = 8;
constexpr int ArrowGap = 6;

void paintArrow(QPainter &painter, const QRectF &box, Qt::SortOrder order)
{
    painter.setRenderHint(QPainter::Antialiasing);
    const double x = box.center().x();
    const double tip = order == Qt::AscendingOrder ? box.top() : box.bottom();
    const double wing = order == Qt::AscendingOrder ? box.top() + box.height() * 0.4
                                                    : box.bottom() - box.height() * 0.4;
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
    painter.drawLine(QPointF(x, tip), QPointF(box.left() + 0.5, wing));
    painter.drawLine(QPointF(x, tip), QPointF(box.right() - 0.5, wing));
}

} // namespace

TableHeader::TableHeader(const Theme &theme, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setStretchLastSection(true);
    setSectionsMovable(true);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setMeasures();
    connect(&theme, &Theme::changed, this, &TableHeader::setMeasures);
}

void TableHeader::setMeasures()
{
    setMinimumSectionSize(m_theme.px(40));
    updateGeometry();
    viewport()->update();
}

QFont TableHeader::nameFont() const
{
    QFont font = m_theme.font(FontRole::Note);
    font.setWeight(QFont::DemiBold);
    return font;
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), m_theme.px(Height)};
}

QSize TableHeader::sectionSizeFromContents(int logicalIndex) const
{
    const QString name = model()->headerData(logicalIndex, orientation()).toString();
    const double width = QFontMetricsF(nameFont()).horizontalAdvance(name) +
                         2.0 * m_theme.px(Padding) + m_theme.px(ArrowGap) + m_theme.px(ArrowSize);
    return {static_cast<int>(std::ceil(width)), m_theme.px(Height)};
}

void TableHeader::paintEvent(QPaintEvent *event)
{
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    const int y = viewport()->height() - 1;
    painter.setPen(m_theme.color(Token::Border));
    painter.drawLine(0, y, viewport()->width(), y);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const
{
    painter->save();
    painter->fillRect(rect, m_theme.color(Token::Surface));
    const int padding = m_theme.px(Padding);
    const QRectF box = QRectF(rect).adjusted(padding, 0, -padding, 0);
    const QVariant wanted = model()->headerData(logicalIndex, orientation(), Qt::TextAlignmentRole);
    const bool isRight = wanted.isValid() && (wanted.toInt() & Qt::AlignRight) != 0;
    const bool isSorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;

    painter->setFont(nameFont());
    painter->setPen(m_theme.color(isSorted ? Token::Text : Token::Muted));
    const QFontMetricsF metrics(painter->font());
    const double arrow = isSorted ? m_theme.px(ArrowSize) + m_theme.px(ArrowGap) : 0;
    const QString name =
        metrics.elidedText(model()->headerData(logicalIndex, orientation()).toString(),
                           Qt::ElideRight, box.width() - arrow);
    const double nameWidth = metrics.horizontalAdvance(name);
    const double left = isRight ? box.right() - nameWidth - arrow : box.left();
    painter->drawText(QRectF(left, box.top(), nameWidth + 1, box.height()),
                      Qt::AlignLeft | Qt::AlignVCenter, name);
    if (isSorted) {
        const double side = m_theme.px(ArrowSize);
        paintArrow(*painter,
                   QRectF(left + nameWidth + m_theme.px(ArrowGap),
                          std::round(box.center().y() - side / 2), side, side),
                   sortIndicatorOrder());
    }
    painter->restore();
}

} // namespace resync::console
