// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/charts/ChartLine.h"
#include "console/models/TimeText.h"

#include <QWidget>

#include <functional>

class QLabel;
class QChart;
class QChartView;
class QCategoryAxis;
class QGraphicsLineItem;

namespace resync::console {

class ChartLegend;
class Theme;

/// Lines over time: title and legend above, round numbers on muted axes, gaps left open, nothing
/// moves by itself. The legend tells the values under the cursor, else the latest.
class TimeChart final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimeChart)

public:
    TimeChart(const Theme &theme, QWidget *parent);
    ~TimeChart() override;

    void setTitle(const QString &title, const QString &note);
    /// What the chart says while it has nothing to draw.
    void setEmptyText(const QString &text);
    /// How a value is written in the legend.
    void setValueText(std::function<QString(double)> write);
    void setLegendVisible(bool visible);
    void setLines(std::vector<ChartLine> lines);
    void setTimeView(const TimeView &view);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void rebuild();
    void addLine(const ChartLine &line);
    void addDots(const ChartLine &line, const std::vector<std::vector<ChartPoint>> &parts);
    void restyle();
    void setRange();
    void scaleValues(double highest);
    void scaleTime(Instant from, Instant to);
    void moveCursor(const QPointF &position);
    void writeLegend(std::optional<Instant> at);

    const Theme &m_theme;
    QLabel *m_title;
    QLabel *m_note;
    ChartLegend *m_legend;
    QLabel *m_empty;
    QChart *m_chart; ///< the view's scene owns it
    QChartView *m_view;
    QCategoryAxis *m_values;
    QCategoryAxis *m_times;
    QGraphicsLineItem *m_cursor;
    std::function<QString(double)> m_writeValue;
    std::vector<ChartLine> m_lines;
    TimeView m_timeView;
};

} // namespace resync::console
