// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/delegates/CellDelegate.h"

#include "console/delegates/StateLook.h"
#include "console/models/Roles.h"
#include "console/theme/TabularText.h"
#include "console/theme/Theme.h"

#include <QPainter>

#include <cmath>

namespace resync::console {
namespace {

constexpr int Padding = 10;
constexpr int ShapeSize = 14;
constexpr int ShapeGap = 8;
constexpr int RowHeight = 26;
constexpr int SelectionBar = 3;

bool isRightAligned(const QModelIndex &index)
{
    const auto alignment = index.data(Qt::TextAlignmentRole);
    return alignment.isValid() && (alignment.toInt() & Qt::AlignRight) != 0;
}

QString elided(const QString &text, const QFont &font, double room)
{
    if (tabularWidth(text, font) <= room)
        return text;
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, room);
}

} // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    painter->save();
    paintRow(*painter, option, index);

    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const int padding = m_theme.px(Padding);
    QRectF box = QRectF(option.rect).adjusted(padding, 0, -padding, 0);
    QColor ink = m_theme.color(Token::Text);
    if (const QVariant kind = index.data(StateKindRole); kind.isValid()) {
        const StateLook look = lookOf(static_cast<StateKind>(kind.toInt()));
        const int side = m_theme.px(ShapeSize);
        const QRectF shape(box.left(), std::round(box.center().y() - side / 2.0), side, side);
        ink = m_theme.color(look.token);
        paintShape(*painter, shape, look.shape, ink,
                   m_theme.color(isSelected ? Token::Selection : Token::Surface));
        box.setLeft(shape.right() + m_theme.px(ShapeGap));
    }
    paintTexts(*painter, box, ink, index);
    painter->restore();
}

void CellDelegate::paintRow(QPainter &painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    if (!option.state.testFlag(QStyle::State_Selected))
        return;
    painter.fillRect(option.rect, m_theme.color(Token::Selection));
    if (index.column() == 0) {
        QRect bar = option.rect;
        bar.setLeft(0); // a tree indents its first column; the bar stays at the edge
        bar.setWidth(m_theme.px(SelectionBar));
        painter.fillRect(bar, m_theme.color(Token::Accent));
    }
}

void CellDelegate::paintTexts(QPainter &painter, const QRectF &box, const QColor &ink,
                              const QModelIndex &index) const
{
    const bool isRight = isRightAligned(index);
    const QFont font = fontOf(index);
    const QString text = index.data(Qt::DisplayRole).toString();
    const QString second = index.data(SecondaryTextRole).toString();

    painter.setFont(font);
    painter.setPen(ink);
    const QString shown = elided(text, font, box.width());
    const double used = paintTabular(painter, box, isRight ? Qt::AlignRight : Qt::AlignLeft, shown);
    if (second.isEmpty() || isRight)
        return;
    QRectF rest = box;
    rest.setLeft(box.left() + used + m_theme.px(ShapeGap));
    painter.setPen(m_theme.color(Token::Muted));
    paintTabular(painter, rest, Qt::AlignLeft, elided(second, font, rest.width()));
}

QFont CellDelegate::fontOf(const QModelIndex &index) const
{
    if (index.data(MonospaceRole).toBool())
        return m_theme.font(FontRole::Mono);
    QFont font = m_theme.font(FontRole::Base);
    if (const QVariant wanted = index.data(Qt::FontRole); wanted.isValid())
        font.setWeight(wanted.value<QFont>().weight());
    else if (index.data(StateKindRole).isValid())
        font.setWeight(QFont::Medium);
    return font;
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QFont font = fontOf(index);
    double width = 2.0 * m_theme.px(Padding);
    if (index.data(StateKindRole).isValid())
        width += m_theme.px(ShapeSize) + m_theme.px(ShapeGap);
    width += tabularWidth(index.data(Qt::DisplayRole).toString(), font);
    if (const QString second = index.data(SecondaryTextRole).toString(); !second.isEmpty())
        width += m_theme.px(ShapeGap) + tabularWidth(second, font);
    return {static_cast<int>(std::ceil(width)), m_theme.px(RowHeight)};
}

} // namespace resync::console
