// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Tokens.h"

class QPainter;
class QRectF;

namespace resync::console {

/// State is colour and shape and word; these are the shapes, drawn so that they never depend on
/// what a font holds.
enum class StateShape {
    Cross,        ///< failed: a filled square with ×
    Warning,      ///< late, warning: an open triangle with !
    Bars,         ///< held, blocked
    Bubble,       ///< a prompt asks
    Triangle,     ///< running
    HalfCircle,   ///< ready
    Check,        ///< done, ok
    Circle,       ///< waiting, not configured
    SlashCircle,  ///< cancelled, suppressed
    DottedCircle, ///< unknown
    Dot           ///< connected
};

/// Draws \a shape into the square \a box with \a ink; \a paper is what lies under it (cut-outs).
void paintShape(QPainter &painter, const QRectF &box, StateShape shape, const QColor &ink,
                const QColor &paper);

} // namespace resync::console
