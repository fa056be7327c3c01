// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/common/DataTable.h"

#include "console/delegates/CellDelegate.h"
#include "console/pages/common/TableHeader.h"
#include "console/settings/Settings.h"
#include "console/theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int RowHeight = 26;

QString csvField(QString text)
{
    const bool needsQuotes = text.contains(u',') || text.contains(u'"') || text.contains(u'\n');
    if (!needsQuotes)
        return text;
    return u'"' + text.replace(u"\""_s, u"\"\""_s) + u'"';
}

} // namespace

DataTable::DataTable(const Theme &theme, const QString &name, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
{
    setObjectName(name);
    setProperty("ownFocus", true); // the selection bar shows where the keyboard is
    setHorizontalHeader(new TableHeader(theme, this));
    setItemDelegate(new CellDelegate(theme, this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    setMeasures();
    connect(&theme, &Theme::changed, this, &DataTable::setMeasures);
}

void DataTable::setMeasures()
{
    verticalHeader()->setMinimumSectionSize(m_theme.px(RowHeight));
    verticalHeader()->setDefaultSectionSize(m_theme.px(RowHeight));
    setWidths(m_widths);
    updateGeometry();
}

void DataTable::setWidths(const QList<int> &widths)
{
    m_widths = widths;
    if (model() == nullptr)
        return;
    for (int column = 0; column < widths.size(); ++column)
        if (widths.at(column) > 0)
            setColumnWidth(column, m_theme.px(widths.at(column)));
}

void DataTable::remember(Settings &settings)
{
    if (const QByteArray state = settings.headerState(objectName()); !state.isEmpty())
        horizontalHeader()->restoreState(state);
    const auto keep = [this, &settings] {
        settings.setHeaderState(objectName(), horizontalHeader()->saveState());
    };
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, keep);
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, keep);
    connect(horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, keep);
}

void DataTable::fitRows(int most)
{
    m_mostRows = most;
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    const auto refit = [this] { updateGeometry(); };
    connect(model(), &QAbstractItemModel::rowsInserted, this, refit);
    connect(model(), &QAbstractItemModel::rowsRemoved, this, refit);
    connect(model(), &QAbstractItemModel::modelReset, this, refit);
    updateGeometry();
}

QSize DataTable::sizeHint() const
{
    if (m_mostRows == 0 || model() == nullptr)
        return QTableView::sizeHint();
    const int rows = std::clamp(model()->rowCount(), 1, m_mostRows);
    return {QTableView::sizeHint().width(),
            (rows + 1) * m_theme.px(RowHeight) + 2 * frameWidth() + m_theme.px(2)};
}

void DataTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        Q_EMIT currentRowChanged(current.isValid() ? current.row() : -1);
}

QList<int> DataTable::chosenRows() const
{
    QList<int> rows;
    for (const QModelIndex &index : selectionModel()->selectedRows())
        rows += index.row();
    std::sort(rows.begin(), rows.end());
    return rows;
}

QStringList DataTable::rowTexts(int row) const
{
    QStringList texts;
    for (int visual = 0; visual < model()->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            texts += model()->index(row, column).data().toString();
    }
    return texts;
}

void DataTable::copyAsText() const
{
    QStringList lines;
    for (const int row : chosenRows())
        lines += rowTexts(row).join(u'\t');
    QApplication::clipboard()->setText(lines.join(u'\n'));
}

void DataTable::copyAsCsv() const
{
    const auto line = [](const QStringList &texts) {
        QStringList fields;
        for (const QString &text : texts)
            fields += csvField(text);
        return fields.join(u',');
    };
    QStringList names;
    for (int visual = 0; visual < model()->columnCount(); ++visual) {
        const int column = horizontalHeader()->logicalIndex(visual);
        if (!isColumnHidden(column))
            names += model()->headerData(column, Qt::Horizontal).toString();
    }
    QStringList lines{line(names)};
    for (const int row : chosenRows())
        lines += line(rowTexts(row));
    QApplication::clipboard()->setText(lines.join(u"\r\n"_s));
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *text = menu->addAction(tr("Copy"));
    text->setShortcut(QKeySequence::Copy);
    connect(text, &QAction::triggered, this, &DataTable::copyAsText);
    QAction *csv = menu->addAction(tr("Copy as CSV"));
    csv->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    connect(csv, &QAction::triggered, this, &DataTable::copyAsCsv);
    for (QAction *action : actions())
        menu->addAction(action);
    const bool hasRows = selectionModel() != nullptr && selectionModel()->hasSelection();
    text->setEnabled(hasRows);
    csv->setEnabled(hasRows);
    menu->popup(event->globalPos());
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copyAsText();
    else if (event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) &&
             event->key() == Qt::Key_C)
        copyAsCsv();
    else if (event->key() == Qt::Key_Slash)
        event->ignore(); // the window's filter key; a table would search its first column
    else
        QTableView::keyPressEvent(event);
}

} // namespace resync::console
