// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/workload/WorkloadPage.h"

#include "console/client/ErrorText.h"
#include "console/pages/common/DataTable.h"
#include "console/pages/common/Session.h"
#include "console/pages/workload/JobPane.h"
#include "console/settings/Settings.h"
#include "console/theme/Icons.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTabBar>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int TypingPause = 150; ///< ms
constexpr int PaneFrom = 900;    ///< page width that has room for the pane

/// Filters that show the grammar; words of the grammar are not translated.
const QStringList &examples()
{
    static const QStringList list{u"status:error"_s, u"is:late"_s, u"status:running,ready"_s,
                                  u"deadline<04:00"_s, u"rc>4"_s};
    return list;
}

} // namespace

WorkloadPage::WorkloadPage(PageContext context, QWidget *parent)
    : Page(context, parent)
    , m_tabs(new QTabBar(this))
    , m_typing(new QTimer(this))
{
    setObjectName(u"workloadPage"_s);
    m_tabs->setObjectName(u"workloadTabs"_s);
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setFocusPolicy(Qt::NoFocus); // one tab: nothing to choose yet
    m_tabs->addTab({});
    body()->addWidget(m_tabs);
    addFilter();
    addExamples();
    addTable();
    m_typing->setSingleShot(true);
    m_typing->setInterval(TypingPause);
    connect(m_typing, &QTimer::timeout, this, &WorkloadPage::applyFilter);
    connect(m_filter, &QLineEdit::textChanged, m_typing, qOverload<>(&QTimer::start));
    connect(m_filter, &QLineEdit::returnPressed, this, &WorkloadPage::applyFilter);
    connect(&session().jobs(), &JobTableModel::settled, this, &WorkloadPage::refresh);
    connect(m_table, &DataTable::currentRowChanged, this, &WorkloadPage::showJob);
    m_filter->setText(settings().filterText(m_table->objectName()));
    retranslate();
    applyFilter();
    refresh();
}

void WorkloadPage::addFilter()
{
    m_filter = new QLineEdit(this);
    m_filter->setObjectName(u"jobFilter"_s);
    m_filter->setClearButtonEnabled(true);
    m_filter->installEventFilter(this);
    auto *lens = new QAction(makeIcon(Icon::Search, theme().color(Token::Muted)), {}, m_filter);
    m_filter->addAction(lens, QLineEdit::LeadingPosition);
    connect(&theme(), &Theme::changed, lens,
            [this, lens] { lens->setIcon(makeIcon(Icon::Search, theme().color(Token::Muted))); });
    m_count = makeLabel(u"muted", this);
    m_count->setObjectName(u"jobCount"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(12));
    row->addWidget(m_filter, 1);
    row->addWidget(m_count);
    body()->addLayout(row);
}

void WorkloadPage::addExamples()
{
    m_examples = new QWidget(this);
    m_tryLabel = makeLabel(u"note", m_examples);
    m_filterError = makeLabel(u"late", m_examples);
    m_filterError->setObjectName(u"filterError"_s);
    auto *row = new QHBoxLayout(m_examples);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(15));
    row->addWidget(m_tryLabel);
    for (const QString &example : examples()) {
        QPushButton *link = makeButton(u"filterExample"_s, u"link", m_examples);
        link->setText(example);
        connect(link, &QPushButton::clicked, this, [this, example] {
            m_filter->setText(example);
            applyFilter();
            m_filter->setFocus(Qt::OtherFocusReason);
        });
        row->addWidget(link);
    }
    row->addWidget(m_filterError);
    row->addStretch(1);
    body()->addWidget(m_examples);
}

void WorkloadPage::addTable()
{
    QFrame *card = makeCard(u"jobsCard"_s, this);
    m_table = new DataTable(theme(), u"jobTable"_s, card);
    m_table->setModel(&session().jobs());
    m_table->setWidths({120, 120, 140, 104, 84, 70, 66, 90});
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(JobTableModel::State, Qt::AscendingOrder);
    m_table->remember(settings());

    m_emptyBox = new QWidget(card);
    m_empty = makeLabel(u"muted", m_emptyBox);
    m_empty->setObjectName(u"jobsEmpty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_clearFilter = makeButton(u"clearFilterButton"_s, u"small", m_emptyBox);
    connect(m_clearFilter, &QPushButton::clicked, this, &WorkloadPage::clearFilter);
    auto *empty = new QVBoxLayout(m_emptyBox);
    empty->addStretch(1);
    empty->addWidget(m_empty);
    empty->addWidget(m_clearFilter, 0, Qt::AlignCenter);
    empty->addStretch(2);

    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, theme().px(5));
    layout->addWidget(m_table, 1);
    layout->addWidget(m_emptyBox, 1);
    m_pane = new JobPane(theme(), this);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(10));
    row->addWidget(card, 1);
    row->addWidget(m_pane);
    body()->addLayout(row, 1);
}

void WorkloadPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_pane->setVisible(width() >= theme().px(PaneFrom));
}

void WorkloadPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

bool WorkloadPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_filter->text().isEmpty()) {
            clearFilter();
            return true;
        }
        if (key == Qt::Key_Down) {
            m_table->setFocus(Qt::TabFocusReason);
            return true;
        }
    }
    return Page::eventFilter(watched, event);
}

void WorkloadPage::clearFilter()
{
    m_filter->clear();
    applyFilter();
    m_filter->setFocus(Qt::OtherFocusReason);
}

void WorkloadPage::applyFilter()
{
    m_typing->stop();
    const QString error = session().jobs().setFilter(m_filter->text());
    m_filterError->setText(error.isEmpty() ? QString() : tr("Not understood: %1").arg(error));
    m_filterError->setVisible(!error.isEmpty());
    settings().setFilterText(m_table->objectName(), m_filter->text());
    refresh();
}

void WorkloadPage::retranslate()
{
    setTitle(tr("Workload"));
    m_tryLabel->setText(tr("Try"));
    m_filter->setPlaceholderText(tr("Filter jobs: text, or field:value (/)"));
    m_filter->setAccessibleName(tr("Filter of the jobs"));
    m_table->setAccessibleName(tr("Jobs of the plan"));
    m_clearFilter->setText(tr("Clear filter (Esc)"));
}

void WorkloadPage::refresh()
{
    setNote(ageNote());
    setAside(planText());
    showCount();
    showEmpty();
    showJob();
}

void WorkloadPage::showCount()
{
    const bool isKnown = session().attention().summary().has_value();
    const QString total = QLocale().toString(session().jobs().totalCount());
    m_tabs->setTabText(0, tr("Jobs  %1").arg(isKnown ? total : unknownText()));
    m_count->setText(
        isKnown ? tr("%1 of %2 jobs").arg(QLocale().toString(session().jobs().rowCount()), total)
                : QString());
}

void WorkloadPage::showEmpty()
{
    const bool isKnown = session().attention().summary().has_value();
    const bool isEmpty = session().jobs().rowCount() == 0 && !session().jobs().isSettling();
    const bool isFiltered = !m_filter->text().trimmed().isEmpty();
    m_table->setVisible(!isEmpty);
    m_emptyBox->setVisible(isEmpty);
    m_clearFilter->setVisible(isKnown && isFiltered);
    const auto failure = session().failure(Topic::Jobs);
    if (isKnown)
        m_empty->setText(isFiltered ? tr("No job matches %1.").arg(m_filter->text())
                                    : tr("The plan has no jobs."));
    else
        m_empty->setText(failure ? describe(*failure) : tr("The jobs are not known yet."));
}

void WorkloadPage::showJob()
{
    const QModelIndex current = m_table->currentIndex();
    m_pane->showJob(current.isValid() ? session().jobs().jobAt(current.row()) : nullptr,
                    session().timeView(), session().jobs().asOf());
}

} // namespace resync::console
