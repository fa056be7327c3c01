// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/TimeChart.h"

#include "console/charts/ChartLegend.h"
#include "console/charts/Ticks.h"
#include "console/theme/Theme.h"

#include <QCategoryAxis>
#include <QChart>
#include <QChartView>
#include <QEvent>
#include <QGraphicsLayout>
#include <QGraphicsLineItem>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineSeries>
#include <QMouseEvent>
#include <QScatterSeries>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace resync::console {
namespace {

using std::chrono::minutes;

constexpr int ValueTickCount = 3;
constexpr int TimeTickWidth = 90; ///< one time label per so many pixels
constexpr auto ShortestRange = minutes(1);

qreal axisValue(Instant at)
{
    return static_cast<qreal>(at.time_since_epoch().count());
}

void clearLabels(QCategoryAxis &axis)
{
    const QStringList labels = axis.categoriesLabels();
    for (const QString &label : labels)
        axis.remove(label);
}

QCategoryAxis *newAxis(QChart &chart, Qt::Alignment edge)
{
    auto *axis = new QCategoryAxis(&chart);
    axis->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    chart.addAxis(axis, edge);
    return axis;
}

} // namespace

TimeChart::TimeChart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new QLabel(this))
    , m_note(new QLabel(this))
    , m_legend(new ChartLegend(theme, this))
    , m_empty(new QLabel(this))
    , m_chart(new QChart)
    , m_view(new QChartView(m_chart, this))
    , m_values(newAxis(*m_chart, Qt::AlignLeft))
    , m_times(newAxis(*m_chart, Qt::AlignBottom))
    , m_cursor(new QGraphicsLineItem(m_chart))
    , m_writeValue([](double value) { return QLocale().toString(value, 'f', 0); })
{
    m_title->setProperty("role", QStringLiteral("cardtitle"));
    m_note->setProperty("role", QStringLiteral("note"));
    m_empty->setProperty("role", QStringLiteral("note"));
    m_empty->setAlignment(Qt::AlignCenter);

    auto *titleRow = new QHBoxLayout;
    titleRow->addWidget(m_title);
    titleRow->addWidget(m_note, 1);
    auto *plot = new QStackedLayout;
    plot->addWidget(m_view);
    plot->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(m_theme.px(4));
    layout->addLayout(titleRow);
    layout->addWidget(m_legend);
    layout->addLayout(plot, 1);

    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->legend()->hide();
    m_chart->setMargins({});
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_chart->setBackgroundRoundness(0);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setRenderHint(QPainter::Antialiasing);
    m_view->viewport()->setMouseTracking(true);
    m_view->viewport()->installEventFilter(this);
    m_cursor->setZValue(20);
    m_cursor->hide();
    restyle();
    connect(&m_theme, &Theme::changed, this, [this] {
        restyle();
        rebuild();
    });
    rebuild();
}

TimeChart::~TimeChart() = default;

void TimeChart::setTitle(const QString &title, const QString &note)
{
    m_title->setText(title);
    m_note->setText(note);
    m_view->setAccessibleName(title);
}

void TimeChart::setEmptyText(const QString &text)
{
    m_empty->setText(text);
}

void TimeChart::setValueText(std::function<QString(double)> write)
{
    m_writeValue = std::move(write);
    rebuild();
}

void TimeChart::setLegendVisible(bool visible)
{
    m_legend->setVisible(visible);
}

void TimeChart::setLines(std::vector<ChartLine> lines)
{
    if (m_lines == lines)
        return;
    m_lines = std::move(lines);
    rebuild();
}

void TimeChart::setTimeView(const TimeView &view)
{
    const bool sameLabels =
        m_timeView.display == view.display && m_timeView.planZone == view.planZone;
    m_timeView = view;
    if (!sameLabels)
        rebuild();
}

QSize TimeChart::minimumSizeHint() const
{
    return {m_theme.px(240), m_theme.px(96)};
}

void TimeChart::restyle()
{
    m_chart->setBackgroundBrush(m_theme.color(Token::Surface));
    m_chart->setBackgroundPen(Qt::NoPen);
    m_view->setBackgroundBrush(m_theme.color(Token::Surface));
    for (QCategoryAxis *axis : {m_values, m_times}) {
        axis->setLabelsFont(m_theme.font(FontRole::Tiny));
        axis->setLabelsColor(m_theme.color(Token::Muted));
        axis->setLinePen(QPen(m_theme.color(Token::Border), 1));
        axis->setGridLinePen(QPen(m_theme.color(Token::Border), 1));
    }
    m_values->setLineVisible(false);
    m_times->setGridLineVisible(false);
    m_cursor->setPen(QPen(m_theme.color(Token::ControlBorder), 1));
}

void TimeChart::rebuild()
{
    m_chart->removeAllSeries();
    for (const ChartLine &line : m_lines)
        addLine(line);
    const bool isEmpty = m_chart->series().isEmpty();
    static_cast<QStackedLayout *>(layout()->itemAt(2)->layout())->setCurrentIndex(isEmpty ? 1 : 0);
    if (!isEmpty)
        setRange();
    writeLegend({});
}

void TimeChart::addLine(const ChartLine &line)
{
    const auto parts = stretches(line.points);
    for (const std::vector<ChartPoint> &part : parts) {
        auto *series = new QLineSeries(m_chart);
        for (const ChartPoint &point : part)
            series->append(axisValue(point.at), *point.value);
        series->setPen(
            QPen(m_theme.color(line.token), 1.6, line.style, Qt::RoundCap, Qt::RoundJoin));
        m_chart->addSeries(series);
        series->attachAxis(m_values);
        series->attachAxis(m_times);
    }
    addDots(line, parts);
}

void TimeChart::addDots(const ChartLine &line, const std::vector<std::vector<ChartPoint>> &parts)
{
    if (parts.empty())
        return;
    auto *dots = new QScatterSeries(m_chart);
    for (const std::vector<ChartPoint> &part : parts)
        if (part.size() == 1 || &part == &parts.back())
            dots->append(axisValue(part.back().at), *part.back().value);
    dots->setMarkerSize(m_theme.px(6));
    dots->setColor(m_theme.color(line.token));
    dots->setBorderColor(m_theme.color(line.token));
    m_chart->addSeries(dots);
    dots->attachAxis(m_values);
    dots->attachAxis(m_times);
}

void TimeChart::setRange()
{
    Instant from = Instant::max();
    Instant to = Instant::min();
    double highest = 0;
    for (const ChartLine &line : m_lines) {
        if (line.points.empty())
            continue;
        from = std::min(from, line.points.front().at);
        to = std::max(to, line.points.back().at);
        for (const ChartPoint &point : line.points)
            highest = std::max(highest, point.value.value_or(0));
    }
    scaleValues(highest);
    scaleTime(std::min(from, to - ShortestRange), to);
}

void TimeChart::scaleValues(double highest)
{
    const std::vector<double> ticks = valueTicks(highest, ValueTickCount);
    const int decimals = decimalsOf(ticks[1]);
    clearLabels(*m_values);
    for (const double tick : ticks)
        m_values->append(QLocale().toString(tick, 'f', decimals), tick);
    // A little air above, or the thin line is cut where it touches the top.
    m_values->setRange(0, ticks.back() * 1.04);
}

void TimeChart::scaleTime(Instant from, Instant to)
{
    const int count = std::max(1, m_view->width() / m_theme.px(TimeTickWidth));
    clearLabels(*m_times);
    const auto ticks = timeTicks(from, to, count, m_timeView.zone());
    const bool needsSeconds = ticks.size() > 1 && ticks[1] - ticks[0] < minutes(1);
    for (const Instant tick : ticks)
        m_times->append(needsSeconds ? timeText(tick, m_timeView) : shortTimeText(tick, m_timeView),
                        axisValue(tick));
    m_times->setRange(axisValue(from), axisValue(to));
}

bool TimeChart::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::MouseMove)
        moveCursor(static_cast<QMouseEvent *>(event)->position());
    if (event->type() == QEvent::Leave) {
        m_cursor->hide();
        writeLegend({});
    }
    return QWidget::eventFilter(watched, event);
}

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (!m_chart->series().isEmpty())
        setRange();
}

void TimeChart::moveCursor(const QPointF &position)
{
    const QRectF plot = m_chart->plotArea();
    if (m_chart->series().isEmpty() || !plot.contains(position)) {
        m_cursor->hide();
        return;
    }
    const QPointF value = m_chart->mapToValue(position, m_chart->series().constFirst());
    m_cursor->setLine(position.x(), plot.top(), position.x(), plot.bottom());
    m_cursor->show();
    writeLegend(Instant(milliseconds(static_cast<qint64>(value.x()))));
}

void TimeChart::writeLegend(std::optional<Instant> at)
{
    std::vector<ChartLegend::Entry> entries;
    for (const ChartLine &line : m_lines) {
        const ChartPoint *point = nearest(line.points, at.value_or(Instant::max()));
        const bool isKnown = point != nullptr && point->value.has_value();
        entries.push_back({line.name, isKnown ? m_writeValue(*point->value) : unknownText(),
                           line.token, line.style});
    }
    if (at && !m_lines.empty())
        if (const ChartPoint *point = nearest(m_lines.front().points, *at))
            entries.push_back({timeText(point->at, m_timeView), {}, Token::Surface, Qt::NoPen});
    m_legend->setEntries(std::move(entries));
}

} // namespace resync::console
