// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/StateKind.h"

#include <QWidget>

#include <vector>

namespace resync::console {

class Theme;

/// All jobs of the plan as one bar, worst first, and its legend.
class StateStrip final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StateStrip)

public:
    struct Segment
    {
        StateKind kind;
        QString name;
        int count;
    };

    StateStrip(const Theme &theme, QWidget *parent);

    /// Empty: nothing is known.
    void setSegments(std::vector<Segment> segments);
    /// At the right end of the legend, where there is room.
    void setRemark(const QString &remark);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintBar(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;

    const Theme &m_theme;
    std::vector<Segment> m_segments;
    QString m_remark;
};

/// Widths of bars of \a counts in \a room: proportional, none of the non-zero ones below \a least.
[[nodiscard]] std::vector<double> stripWidths(const std::vector<int> &counts, double room,
                                              double gap, double least);

} // namespace resync::console
