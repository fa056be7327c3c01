// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/TabularText.h"

#include <QFontMetricsF>
#include <QPainter>

namespace resync::console {
namespace {

/// Calls \a visit with each run: one digit, or the longest stretch without any.
template<typename Visit>
void forEachRun(const QString &text, Visit visit)
{
    qsizetype from = 0;
    while (from < text.size()) {
        qsizetype to = from + 1;
        const bool isDigit = text.at(from).isDigit();
        while (!isDigit && to < text.size() && !text.at(to).isDigit())
            ++to;
        visit(text.mid(from, to - from), isDigit);
        from = to;
    }
}

} // namespace

double tabularWidth(const QString &text, const QFont &font)
{
    const QFontMetricsF metrics(font);
    const double digit = metrics.horizontalAdvance(QLatin1Char('0'));
    double width = 0;
    forEachRun(text, [&](const QString &run, bool isDigit) {
        width += isDigit ? digit : metrics.horizontalAdvance(run);
    });
    return width;
}

double paintTabular(QPainter &painter, const QRectF &box, Qt::Alignment alignment,
                    const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const double digit = metrics.horizontalAdvance(QLatin1Char('0'));
    const double width = tabularWidth(text, painter.font());
    const double baseline = box.top() + (box.height() - metrics.height()) / 2 + metrics.ascent();
    double x = alignment.testFlag(Qt::AlignRight) ? box.right() - width : box.left();
    forEachRun(text, [&](const QString &run, bool isDigit) {
        const double advance = metrics.horizontalAdvance(run);
        painter.drawText(QPointF(isDigit ? x + (digit - advance) / 2 : x, baseline), run);
        x += isDigit ? digit : advance;
    });
    return width;
}

} // namespace resync::console
