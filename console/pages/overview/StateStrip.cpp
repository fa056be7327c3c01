// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/overview/StateStrip.h"

#include "console/delegates/StateLook.h"
#include "console/theme/TabularText.h"
#include "console/theme/Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int BarHeight = 10;
constexpr int LegendTop = 14;
constexpr int LegendHeight = 20;
constexpr int Gap = 2;
constexpr int LeastWidth = 4;
constexpr int ShapeSize = 12;

/// Waiting and the like are drawn as outlines: there is nothing to see to yet.
bool isOutlined(StateKind kind)
{
    return lookOf(kind).token == Token::Muted;
}

} // namespace

std::vector<double> stripWidths(const std::vector<int> &counts, double room, double gap,
                                double least)
{
    const auto shown =
        std::count_if(counts.begin(), counts.end(), [](int count) { return count > 0; });
    std::vector<double> widths(counts.size(), 0);
    double left = room - gap * static_cast<double>(std::max<std::ptrdiff_t>(0, shown - 1));
    double total = 0;
    for (const int count : counts)
        total += std::max(0, count);
    // Small ones take their least width first, until what is left is shared fairly.
    for (bool again = true; again && total > 0;) {
        again = false;
        for (std::size_t i = 0; i < counts.size(); ++i) {
            if (counts[i] <= 0 || widths[i] > 0 || left * counts[i] / total >= least)
                continue;
            widths[i] = least;
            left -= least;
            total -= counts[i];
            again = true;
        }
    }
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i] > 0 && widths[i] <= 0)
            widths[i] = left * counts[i] / total;
    return widths;
}

StateStrip::StateStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

void StateStrip::setSegments(std::vector<Segment> segments)
{
    m_segments = std::move(segments);
    QStringList words;
    for (const Segment &segment : m_segments)
        words += u"%1 %2"_s.arg(segment.name, QLocale().toString(segment.count));
    setAccessibleName(words.join(u", "_s));
    update();
}

void StateStrip::setRemark(const QString &remark)
{
    m_remark = remark;
    update();
}

QSize StateStrip::sizeHint() const
{
    return {m_theme.px(400), m_theme.px(LegendTop + LegendHeight)};
}

void StateStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintBar(painter);
    paintLegend(painter);
}

void StateStrip::paintBar(QPainter &painter) const
{
    std::vector<int> counts;
    for (const Segment &segment : m_segments)
        counts.push_back(segment.count);
    const double gap = m_theme.px(Gap);
    const auto widths = stripWidths(counts, width(), gap, m_theme.px(LeastWidth));
    const double height = m_theme.px(BarHeight);
    if (std::all_of(widths.begin(), widths.end(), [](double each) { return each <= 0; })) {
        painter.setPen(QPen(m_theme.color(Token::ControlBorder), 1, Qt::DotLine));
        painter.drawRoundedRect(QRectF(0.5, 0.5, width() - 1, height - 1), 2, 2);
        return;
    }
    double x = 0;
    for (std::size_t i = 0; i < m_segments.size(); ++i) {
        if (widths[i] <= 0)
            continue;
        const QRectF box(x, 0, widths[i], height);
        if (isOutlined(m_segments[i].kind)) {
            painter.setPen(QPen(m_theme.color(Token::ControlBorder), 1));
            painter.setBrush(m_theme.color(Token::Raised));
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 2, 2);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(lookOf(m_segments[i].kind).token));
            painter.drawRoundedRect(box, 1.5, 1.5);
        }
        x += widths[i] + gap;
    }
}

void StateStrip::paintLegend(QPainter &painter) const
{
    const auto px = [this](int measure) { return m_theme.px(measure); };
    const QFont font = m_theme.font(FontRole::Note);
    painter.setFont(font);
    double x = 0;
    for (const Segment &segment : m_segments) {
        const StateLook look = lookOf(segment.kind);
        const QRectF shape(x + 1, px(LegendTop) + (px(LegendHeight) - px(ShapeSize)) / 2.0,
                           px(ShapeSize), px(ShapeSize));
        paintShape(painter, shape, look.shape, m_theme.color(look.token),
                   m_theme.color(Token::Window));
        x = shape.right() + px(6);
        painter.setPen(m_theme.color(Token::Text));
        x += paintTabular(painter, QRectF(x, px(LegendTop), 1, px(LegendHeight)), Qt::AlignLeft,
                          segment.name) +
             px(5);
        painter.setPen(m_theme.color(Token::Muted));
        x += paintTabular(painter, QRectF(x, px(LegendTop), 1, px(LegendHeight)), Qt::AlignLeft,
                          QLocale().toString(segment.count)) +
             px(18);
    }
    if (x + tabularWidth(m_remark, font) > width())
        return;
    painter.setPen(m_theme.color(Token::Muted));
    paintTabular(painter, QRectF(0, px(LegendTop), width(), px(LegendHeight)), Qt::AlignRight,
                 m_remark);
}

} // namespace resync::console
