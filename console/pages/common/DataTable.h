// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace resync::console {

class Settings;
class Theme;

/// The console's table: no grid, whole rows, our delegate and header, a context menu on every row,
/// Ctrl+C copies as text and Ctrl+Shift+C as CSV. Column widths and order are kept under the object
/// name. While a row is selected, refreshes leave selection and scroll position alone.
class DataTable final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DataTable)

public:
    DataTable(const Theme &theme, const QString &name, QWidget *parent);

    /// Columns' widths at 100 %; 0: as wide as its content. The last column takes the rest.
    void setWidths(const QList<int> &widths);
    /// Restores what was kept, and keeps changes from now on.
    void remember(Settings &settings);
    /// As tall as its rows, up to \a most of them: for short lists without a scroll bar.
    void fitRows(int most);

    void copyAsText() const;
    void copyAsCsv() const;

Q_SIGNALS:
    void currentRowChanged(int row); ///< −1: none

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    [[nodiscard]] QSize sizeHint() const override;

private:
    void setMeasures();
    [[nodiscard]] QStringList rowTexts(int row) const;
    [[nodiscard]] QList<int> chosenRows() const;

    const Theme &m_theme;
    QList<int> m_widths;
    int m_mostRows = 0;
};

} // namespace resync::console
