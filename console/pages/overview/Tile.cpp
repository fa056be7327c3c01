// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/overview/Tile.h"

#include "console/delegates/StateLook.h"
#include "console/theme/TabularText.h"
#include "console/theme/Theme.h"

#include <QPainter>

namespace resync::console {
namespace {

constexpr int Height = 90;
constexpr int Padding = 12;
constexpr int ShapeSize = 14;

} // namespace

Tile::Tile(const Theme &theme, StateKind kind, Size size, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_kind(kind)
    , m_size(size)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

void Tile::setName(const QString &name)
{
    m_name = name;
    describe();
}

void Tile::setFigure(const QString &figure, bool isLoud)
{
    m_figure = figure;
    m_isLoud = isLoud;
    describe();
}

void Tile::setNote(const QString &note)
{
    m_note = note;
    setToolTip(note);
    describe();
}

void Tile::describe()
{
    setAccessibleName(QStringLiteral("%1: %2").arg(m_name, m_figure));
    setAccessibleDescription(m_note);
    update();
}

QSize Tile::sizeHint() const
{
    return {m_theme.px(m_size == Size::Big ? 234 : 156), m_theme.px(Height)};
}

QSize Tile::minimumSizeHint() const
{
    return {m_theme.px(90), m_theme.px(Height)};
}

void Tile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(Token::Border), 1));
    painter.setBrush(m_theme.color(Token::Surface));
    const double radius = m_theme.px(6);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);

    const auto px = [this](int measure) { return m_theme.px(measure); };
    const QRectF box = QRectF(rect()).adjusted(px(Padding), 0, -px(Padding), 0);
    const StateLook look = lookOf(m_kind);
    paintShape(painter, QRectF(box.left(), px(10), px(ShapeSize), px(ShapeSize)), look.shape,
               m_theme.color(look.token), m_theme.color(Token::Surface));

    painter.setPen(m_theme.color(Token::Text));
    QFont name = m_theme.font(FontRole::Base);
    name.setWeight(QFont::Medium);
    painter.setFont(name);
    const QRectF nameBox(box.left() + px(22), px(8), box.width() - px(22), px(18));
    painter.drawText(nameBox, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetricsF(name).elidedText(m_name, Qt::ElideRight, nameBox.width()));
    paintFigure(painter, QRectF(box.left(), px(28), box.width(), px(36)));

    painter.setPen(m_theme.color(Token::Muted));
    const QFont note = m_theme.font(FontRole::Note);
    painter.setFont(note);
    const QRectF noteBox(box.left(), px(64), box.width(), px(18));
    paintTabular(painter, noteBox, Qt::AlignLeft,
                 QFontMetricsF(note).elidedText(m_note, Qt::ElideRight, noteBox.width()));
}

void Tile::paintFigure(QPainter &painter, const QRectF &box) const
{
    QFont font = m_theme.font(m_size == Size::Big ? FontRole::BigFigure : FontRole::Figure);
    // A narrow window makes the figure smaller; it never cuts a digit off.
    while (font.pixelSize() > m_theme.px(12) && tabularWidth(m_figure, font) > box.width())
        font.setPixelSize(font.pixelSize() - 1);
    painter.setFont(font);
    painter.setPen(m_theme.color(m_isLoud ? lookOf(m_kind).token : Token::Text));
    paintTabular(painter, box, Qt::AlignLeft, m_figure);
}

} // namespace resync::console
