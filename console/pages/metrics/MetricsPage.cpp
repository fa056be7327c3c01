// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/metrics/MetricsPage.h"

#include "console/charts/TimeChart.h"
#include "console/client/ErrorText.h"
#include "console/delegates/StateLook.h"
#include "console/pages/common/Session.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QFrame>
#include <QGridLayout>
#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

using domain::Status;

/// How the line of a status is drawn, so that statuses of one colour can be told apart.
Qt::PenStyle styleOf(Status status)
{
    switch (status) {
    case Status::Blocked:
    case Status::Canceled:
        return Qt::DashLine;
    case Status::Suppress:
        return Qt::DotLine;
    case Status::Undecided:
        return Qt::DashDotLine;
    default:
        return Qt::SolidLine;
    }
}

template<typename Value>
ChartLine lineOf(const std::deque<MetricsPoint> &points, const QString &name, Token token,
                 Qt::PenStyle style, Value value)
{
    ChartLine line{name, token, style, {}};
    for (const MetricsPoint &point : points)
        line.points.push_back({point.at, value(point)});
    return line;
}

bool isEverKnown(const ChartLine &line)
{
    return std::any_of(line.points.begin(), line.points.end(),
                       [](const ChartPoint &point) { return point.value.has_value(); });
}

bool isEverPositive(const ChartLine &line)
{
    return std::any_of(line.points.begin(), line.points.end(),
                       [](const ChartPoint &point) { return point.value.value_or(0) > 0; });
}

ChartLine lineOf(const std::deque<MetricsPoint> &points, Status status)
{
    const StateKind kind = stateOf(status);
    return lineOf(points, stateName(kind), lookOf(kind).token, styleOf(status),
                  [status](const MetricsPoint &point) {
                      return point.jobs[static_cast<std::size_t>(status)];
                  });
}

QString fine(double value, const QString &unit)
{
    return QLocale().toString(value, 'f', value < 10 ? 1 : 0) + unit;
}

} // namespace

MetricsPage::MetricsPage(PageContext context, QWidget *parent)
    : Page(context, parent)
    , m_grid(new QGridLayout)
    , m_rate(addChart(u"rateChart"_s, 0, 0))
    , m_latency(addChart(u"latencyChart"_s, 0, 1))
    , m_active(addChart(u"activeChart"_s, 1, 0))
    , m_rest(addChart(u"restChart"_s, 1, 1))
{
    setObjectName(u"metricsPage"_s);
    m_grid->setSpacing(theme().px(10));
    m_grid->setRowStretch(0, 1);
    m_grid->setRowStretch(1, 1);
    m_grid->setColumnStretch(0, 1);
    m_grid->setColumnStretch(1, 1);
    body()->addLayout(m_grid, 1);
    m_rate->setValueText([](double value) { return fine(value, u"/s"_s); });
    m_latency->setValueText([](double value) { return fine(value, u" ms"_s); });
    connect(&session().metrics(), &MetricsSeries::pointsChanged, this, &MetricsPage::draw);
    retranslate();
    refresh();
}

TimeChart *MetricsPage::addChart(const QString &name, int row, int column)
{
    QFrame *card = makeCard(name + u"Card"_s, this);
    auto *chart = new TimeChart(theme(), card);
    chart->setObjectName(name);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(theme().px(12), theme().px(10), theme().px(12), theme().px(8));
    layout->addWidget(chart);
    m_grid->addWidget(card, row, column);
    return chart;
}

void MetricsPage::retranslate()
{
    setTitle(tr("Metrics"));
    m_rate->setTitle(tr("Requests"), tr("per second, all routes"));
    m_latency->setTitle(tr("Latency"), tr("of the agent's answers"));
    m_active->setTitle(tr("Jobs on the move"), tr("and those that need a person"));
    m_rest->setTitle(tr("Jobs waiting and done"), {});
    draw();
}

void MetricsPage::refresh()
{
    const auto failure = session().failure(Topic::Metrics);
    const QString empty = failure ? describe(*failure)
                                  : tr("Drawn from the second sample on, a few seconds from now");
    for (TimeChart *chart : {m_rate, m_latency, m_active, m_rest}) {
        chart->setEmptyText(empty);
        chart->setTimeView(session().timeView());
    }
    setNote(ageNote());
    const auto &points = session().metrics().points();
    setAside(points.empty() ? QString()
                            : tr("sampled by this console since %1")
                                  .arg(timeText(points.front().at, session().timeView())));
}

void MetricsPage::draw()
{
    const auto &points = session().metrics().points();
    m_rate->setLines({lineOf(points, tr("Requests"), Token::Accent, Qt::SolidLine,
                             [](const MetricsPoint &point) { return point.requestsPerSecond; })});
    m_latency->setLines({lineOf(points, tr("Median (p50)"), Token::Accent, Qt::SolidLine,
                                [](const MetricsPoint &point) { return point.latencyP50Ms; }),
                         lineOf(points, tr("Slowest 5 % (p95)"), Token::ControlBorder, Qt::DashLine,
                                [](const MetricsPoint &point) { return point.latencyP95Ms; })});
    drawJobs();
    if (isVisible())
        refresh();
}

void MetricsPage::drawJobs()
{
    const auto &points = session().metrics().points();
    std::vector<ChartLine> active;
    for (const Status status :
         {Status::Error, Status::Held, Status::Blocked, Status::Running, Status::Ready})
        if (ChartLine line = lineOf(points, status); isEverKnown(line))
            active.push_back(std::move(line));
    std::vector<ChartLine> rest;
    for (const Status status : {Status::Waiting, Status::Successful, Status::Canceled,
                                Status::Suppress, Status::Undecided}) {
        const bool isUsual = status == Status::Waiting || status == Status::Successful;
        if (ChartLine line = lineOf(points, status);
            isUsual ? isEverKnown(line) : isEverPositive(line))
            rest.push_back(std::move(line));
    }
    m_active->setLines(std::move(active));
    m_rest->setLines(std::move(rest));
}

} // namespace resync::console
