// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/overview/OverviewPage.h"

#include "console/charts/TimeChart.h"
#include "console/client/ErrorText.h"
#include "console/pages/common/DataTable.h"
#include "console/pages/common/Session.h"
#include "console/pages/overview/HealthGrid.h"
#include "console/pages/overview/StateStrip.h"
#include "console/pages/overview/Tile.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int WideFrom = 1600 - 184; ///< of the page; the rail takes the rest of the window

QString number(int count)
{
    return QLocale().toString(count);
}

int countOf(const AttentionSummary &summary, std::initializer_list<StateKind> kinds)
{
    int sum = 0;
    for (const StateKind kind : kinds)
        sum += summary.counts[static_cast<std::size_t>(kind)];
    return sum;
}

} // namespace

OverviewPage::OverviewPage(PageContext context, QWidget *parent)
    : Page(context, parent)
    , m_strip(new StateStrip(theme(), this))
    , m_lower(new QGridLayout)
{
    setObjectName(u"overviewPage"_s);
    addTiles();
    body()->addWidget(m_strip);
    addLower();
    connect(&session(), &Session::doneHistoryChanged, this, &OverviewPage::showDone);
    retranslate();
    refresh();
}

void OverviewPage::addTiles()
{
    const auto add = [this](TileIndex index, StateKind kind, const QString &name) {
        const auto size = index <= Late ? Tile::Size::Big : Tile::Size::Normal;
        m_tiles[index] = new Tile(theme(), kind, size, this);
        m_tiles[index]->setObjectName(name);
    };
    add(Failed, StateKind::Failed, u"failedTile"_s);
    add(Late, StateKind::Late, u"lateTile"_s);
    add(Running, StateKind::Running, u"runningTile"_s);
    add(Ready, StateKind::Ready, u"readyTile"_s);
    add(Held, StateKind::Held, u"heldTile"_s);
    add(Done, StateKind::Done, u"doneTile"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(10));
    for (std::size_t i = 0; i < m_tiles.size(); ++i)
        row->addWidget(m_tiles[i], i <= Late ? 3 : 2);
    body()->addLayout(row);
}

void OverviewPage::addLower()
{
    m_tableCard = makeTableCard();
    m_healthCard = makeHealthCard();
    m_chartCard = makeChartCard();
    m_lower->setSpacing(theme().px(10));
    body()->addLayout(m_lower, 1);
    placeLower(false);
}

QFrame *OverviewPage::makeTableCard()
{
    QFrame *card = makeCard(u"attentionCard"_s, this);
    m_tableTitle = makeLabel(u"cardtitle", card);
    m_tableTitle->setObjectName(u"attentionTitle"_s);
    m_tableNote = makeLabel(u"note", card);
    m_table = new DataTable(theme(), u"attentionTable"_s, card);
    m_table->setModel(&session().attention());
    m_table->setWidths({134, 150, 180, 90, 124});
    m_table->remember(settings());

    auto *titleRow = new QHBoxLayout;
    titleRow->setContentsMargins(theme().px(11), theme().px(8), theme().px(11), theme().px(6));
    titleRow->setSpacing(theme().px(8));
    titleRow->addWidget(m_tableTitle);
    titleRow->addWidget(m_tableNote, 1);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, theme().px(5));
    layout->setSpacing(0);
    layout->addLayout(titleRow);
    layout->addWidget(makeRule(card));
    layout->addWidget(m_table, 1);
    return card;
}

QFrame *OverviewPage::makeHealthCard()
{
    QFrame *card = makeCard(u"healthCard"_s, this);
    m_healthTitle = makeLabel(u"cardtitle", card);
    m_healthNote = makeLabel(u"note", card);
    m_health = new HealthGrid(theme(), session().health(), card);
    m_health->setObjectName(u"healthGrid"_s);
    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(theme().px(8));
    titleRow->addWidget(m_healthTitle);
    titleRow->addWidget(m_healthNote, 1);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8));
    layout->setSpacing(theme().px(6));
    layout->addLayout(titleRow);
    layout->addWidget(m_health);
    layout->addStretch(1);
    return card;
}

QFrame *OverviewPage::makeChartCard()
{
    QFrame *card = makeCard(u"doneCard"_s, this);
    m_chart = new TimeChart(theme(), card);
    m_chart->setObjectName(u"doneChart"_s);
    m_chart->setLegendVisible(false);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(theme().px(12), theme().px(8), theme().px(12), theme().px(8));
    layout->addWidget(m_chart);
    return card;
}

void OverviewPage::placeLower(bool isWide)
{
    if (m_isWide == static_cast<int>(isWide))
        return;
    m_isWide = static_cast<int>(isWide);
    for (QFrame *card : {m_tableCard, m_healthCard, m_chartCard})
        m_lower->removeWidget(card);
    m_health->setColumns(isWide ? 1 : 2);
    m_lower->addWidget(m_tableCard, 0, 0, isWide ? 2 : 1, isWide ? 1 : 2);
    m_lower->addWidget(m_healthCard, isWide ? 0 : 1, isWide ? 1 : 0);
    m_lower->addWidget(m_chartCard, 1, 1);
    m_lower->setRowStretch(0, isWide ? 0 : 1);
    m_lower->setRowStretch(1, isWide ? 1 : 0);
    m_lower->setColumnStretch(0, isWide ? 7 : 5);
    m_lower->setColumnStretch(1, isWide ? 3 : 4);
}

void OverviewPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    placeLower(width() >= theme().px(WideFrom));
}

void OverviewPage::retranslate()
{
    setTitle(tr("Overview"));
    m_tiles[Failed]->setName(tr("Failed"));
    m_tiles[Late]->setName(tr("Late"));
    m_tiles[Running]->setName(tr("Running"));
    m_tiles[Ready]->setName(tr("Ready / Waiting"));
    m_tiles[Held]->setName(tr("Held"));
    m_tiles[Done]->setName(tr("Done"));
    m_strip->setRemark(tr("each job counts once, worst state first"));
    m_table->setAccessibleName(tr("Jobs that need a person"));
    m_healthTitle->setText(tr("Health"));
    m_chart->setTitle(tr("Jobs done"), tr("since this console connected"));
    m_chart->setEmptyText(tr("Grows with each new reading of the plan"));
    showDone();
}

void OverviewPage::refresh()
{
    const auto &summary = session().attention().summary();
    setNote(ageNote());
    setAside(planText());
    if (summary)
        showTiles(*summary);
    else
        showNoTiles();
    showStrip(summary ? &*summary : nullptr);
    showTableTitle(summary ? &*summary : nullptr);
    m_healthNote->setText(session().health().summary());
    m_chart->setTimeView(session().timeView());
}

void OverviewPage::showTiles(const AttentionSummary &summary)
{
    const auto kinds = [&](std::initializer_list<StateKind> each) {
        return countOf(summary, each);
    };
    const QString ofAll = tr("of %1").arg(number(summary.total));
    const int failed = kinds({StateKind::Failed});
    const int late = kinds({StateKind::Late});
    const int done = kinds({StateKind::Done});
    const int prompts = kinds({StateKind::Prompt});
    m_tiles[Failed]->setFigure(number(failed), failed > 0);
    m_tiles[Late]->setFigure(number(late), late > 0);
    m_tiles[Running]->setFigure(number(kinds({StateKind::Running})), false);
    m_tiles[Ready]->setFigure(
        u"%1 / %2"_s.arg(number(kinds({StateKind::Ready})), number(kinds({StateKind::Waiting}))),
        false);
    m_tiles[Held]->setFigure(
        number(kinds({StateKind::Held, StateKind::Blocked, StateKind::Prompt})), false);
    m_tiles[Done]->setFigure(number(done), false);

    QStringList failedNotes;
    if (summary.criticalFailed > 0)
        failedNotes += tr("%n critical", nullptr, summary.criticalFailed);
    if (summary.oldestFailureAt && session().asOf())
        failedNotes += tr("oldest %1").arg(spanText(*session().asOf() - *summary.oldestFailureAt));
    m_tiles[Failed]->setNote(failedNotes.isEmpty() ? ofAll : failedNotes.join(u" · "_s));
    m_tiles[Late]->setNote(late > 0 ? tr("%n not started", nullptr, summary.lateNotStarted)
                                    : ofAll);
    m_tiles[Running]->setNote(ofAll);
    m_tiles[Ready]->setNote(ofAll);
    m_tiles[Held]->setNote(prompts > 0 ? ofAll + u" · "_s + tr("%n prompt(s)", nullptr, prompts)
                                       : ofAll);
    m_tiles[Done]->setNote(summary.total > 0
                               ? tr("%1 % of %2")
                                     .arg(QLocale().toString(100.0 * done / summary.total, 'f', 1),
                                          number(summary.total))
                               : ofAll);
}

void OverviewPage::showNoTiles()
{
    const auto failure = session().failure(Topic::Jobs);
    for (Tile *tile : m_tiles) {
        tile->setFigure(unknownText(), false);
        tile->setNote(failure ? describe(*failure) : tr("not known yet"));
    }
}

void OverviewPage::showStrip(const AttentionSummary *summary)
{
    std::vector<StateStrip::Segment> segments;
    const auto add = [&](StateKind kind, const QString &name,
                         std::initializer_list<StateKind> kinds, bool always) {
        const int count = countOf(*summary, kinds);
        if (always || count > 0)
            segments.push_back({kind, name, count});
    };
    if (summary != nullptr) {
        add(StateKind::Failed, tr("Failed"), {StateKind::Failed}, true);
        add(StateKind::Late, tr("Late"), {StateKind::Late}, true);
        add(StateKind::Held, tr("Held"), {StateKind::Held, StateKind::Blocked, StateKind::Prompt},
            true);
        add(StateKind::Running, tr("Running"), {StateKind::Running}, true);
        add(StateKind::Ready, tr("Ready"), {StateKind::Ready}, true);
        add(StateKind::Waiting, tr("Waiting"), {StateKind::Waiting}, true);
        add(StateKind::Done, tr("Done"), {StateKind::Done}, true);
        add(StateKind::Cancelled, tr("Cancelled"), {StateKind::Cancelled, StateKind::Suppressed},
            false);
        add(StateKind::Unknown, tr("Unknown"), {StateKind::Unknown}, false);
    }
    m_strip->setSegments(std::move(segments));
}

void OverviewPage::showTableTitle(const AttentionSummary *summary)
{
    if (summary == nullptr) {
        const auto failure = session().failure(Topic::Jobs);
        m_tableTitle->setText(tr("No plan yet"));
        m_tableNote->setText(failure ? describe(*failure) : describe(session().state().phase));
        return;
    }
    const int rows = session().attention().rowCount();
    m_tableTitle->setText(rows > 0 ? tr("%n need you", nullptr, rows) : tr("Nothing needs you"));
    m_tableNote->setText(rows > 0 ? tr("by latest time to act")
                                  : tr("failed, late, held, blocked and asking jobs appear here"));
}

void OverviewPage::showDone()
{
    m_chart->setLines({{tr("Done"), Token::Text, Qt::SolidLine, session().doneHistory()}});
}

} // namespace resync::console
