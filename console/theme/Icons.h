// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>

class QPainter;
class QRectF;

namespace resync::console {

/// Line icons of commands and pages, drawn with one pen on a grid of 16.
enum class Icon {
    Overview,
    Workload,
    Metrics,
    Cache,
    Configuration,
    Menu,
    Search,
    ChevronDown,
    Close,
    ClearText,
    Plug,
    Key
};

void paintIcon(QPainter &painter, const QRectF &box, Icon icon, const QColor &ink);

/// A QIcon of \a icon in \a ink, crisp at any device pixel ratio.
[[nodiscard]] QIcon makeIcon(Icon icon, const QColor &ink);

} // namespace resync::console
