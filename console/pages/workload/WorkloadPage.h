// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/common/Page.h"

#include <QList>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTabBar;
class QTimer;

namespace resync::console {

class DataTable;
class JobPane;

/// All jobs of the plan: filter, table, and what is known of the chosen one.
class WorkloadPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WorkloadPage)

public:
    WorkloadPage(PageContext context, QWidget *parent);

    [[nodiscard]] Topics topics() const override { return Topic::Jobs; }
    void focusFilter() override;

protected:
    void retranslate() override;
    void refresh() override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addFilter();
    void addExamples();
    void addTable();
    void applyFilter();
    void clearFilter();
    void showCount();
    void showEmpty();
    void showJob();

    QTabBar *m_tabs;
    QLineEdit *m_filter;
    QLabel *m_count;
    QLabel *m_tryLabel;
    QLabel *m_filterError;
    QWidget *m_examples;
    QTimer *m_typing; ///< the filter follows a moment after the last key
    DataTable *m_table;
    QLabel *m_empty;
    QPushButton *m_clearFilter;
    QWidget *m_emptyBox;
    JobPane *m_pane;
};

} // namespace resync::console
