// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>
#include <QString>

class QPainter;
class QRectF;

namespace resync::console {

/// Text whose digits all have the advance of "0", so that columns of numbers and running clocks
/// stand still (Qt 6.4 has no switch for tabular figures).
[[nodiscard]] double tabularWidth(const QString &text, const QFont &font);

/// Draws one line with the painter's pen and font, vertically centred, aligned left or right.
/// \return the width drawn
double paintTabular(QPainter &painter, const QRectF &box, Qt::Alignment alignment,
                    const QString &text);

} // namespace resync::console
