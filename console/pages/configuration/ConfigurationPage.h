// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/common/Page.h"

class QLabel;
class QLineEdit;
class QSortFilterProxyModel;
class QTreeView;

namespace resync::console {

class ReducedView;

/// How the Resync agent is configured: groups, settings, where each value came from.
class ConfigurationPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigurationPage)

public:
    ConfigurationPage(PageContext context, QWidget *parent);

    [[nodiscard]] Topics topics() const override { return Topic::Config; }
    void focusFilter() override;

protected:
    void retranslate() override;
    void refresh() override;

private:
    void addFilter();
    void addTree();
    void setMeasures();
    void applyFilter();
    void showItem();
    [[nodiscard]] QString obstacle() const;

    QLineEdit *m_filter = nullptr;
    QWidget *m_whole;
    QSortFilterProxyModel *m_proxy;
    QTreeView *m_tree = nullptr;
    QLabel *m_key = nullptr;
    QLabel *m_description = nullptr;
    ReducedView *m_reduced;
};

} // namespace resync::console
