// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/ChartLegend.h"

#include "console/theme/TabularText.h"
#include "console/theme/Theme.h"

#include <QPainter>

#include <cmath>

namespace resync::console {
namespace {

constexpr int RowHeight = 18;
constexpr int Swatch = 16;
constexpr int InnerGap = 6;
constexpr int EntryGap = 16;

} // namespace

ChartLegend::ChartLegend(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void ChartLegend::setEntries(std::vector<Entry> entries)
{
    const bool sameShape = entries.size() == m_entries.size();
    m_entries = std::move(entries);
    if (!sameShape)
        updateGeometry();
    update();
}

template<typename Place>
int ChartLegend::layOut(int width, Place place) const
{
    const QFont font = m_theme.font(FontRole::Tiny);
    const double fixed = m_theme.px(Swatch) + 2.0 * m_theme.px(InnerGap);
    const int rowHeight = m_theme.px(RowHeight);
    double x = 0;
    int y = 0;
    for (const Entry &entry : m_entries) {
        const double needed =
            fixed + tabularWidth(entry.name, font) + tabularWidth(entry.value, font);
        if (x > 0 && x + needed > width) {
            x = 0;
            y += rowHeight;
        }
        place(entry, QRectF(x, y, needed, rowHeight));
        x += std::ceil(needed) + m_theme.px(EntryGap);
    }
    return y + rowHeight;
}

QSize ChartLegend::sizeHint() const
{
    return {m_theme.px(200), heightForWidth(std::max(width(), m_theme.px(200)))};
}

int ChartLegend::heightForWidth(int width) const
{
    return layOut(width, [](const Entry &, const QRectF &) {});
}

void ChartLegend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(FontRole::Tiny));
    layOut(width(), [&](const Entry &entry, const QRectF &box) {
        const double swatch = m_theme.px(Swatch);
        painter.setPen(QPen(m_theme.color(entry.token), m_theme.px(2), entry.style));
        const double middle = std::round(box.center().y());
        painter.drawLine(QPointF(box.left(), middle), QPointF(box.left() + swatch, middle));
        QRectF rest = box;
        rest.setLeft(box.left() + swatch + m_theme.px(InnerGap));
        painter.setPen(m_theme.color(Token::Text));
        const double used = paintTabular(painter, rest, Qt::AlignLeft, entry.name);
        rest.setLeft(rest.left() + used + m_theme.px(InnerGap));
        painter.setPen(m_theme.color(Token::Muted));
        paintTabular(painter, rest, Qt::AlignLeft, entry.value);
    });
}

} // namespace resync::console
