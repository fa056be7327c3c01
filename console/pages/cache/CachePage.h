// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/common/Page.h"

class QFrame;
class QLabel;
class QPushButton;

namespace resync::console {

class DataTable;
class RecentInvalidations;
struct InvalidationRecord;

/// The agent's cache by scope, and the button that has the engine read anew.
class CachePage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CachePage)

public:
    CachePage(PageContext context, QWidget *parent);

    [[nodiscard]] Topics topics() const override { return {Topic::CacheStats | Topic::Config}; }
    void addInvalidation(const InvalidationRecord &record);

Q_SIGNALS:
    void invalidateRequested();

protected:
    void retranslate() override;
    void refresh() override;

private:
    [[nodiscard]] QFrame *makeTableCard(const QString &name, QLabel *&title, DataTable *table);

    QPushButton *m_invalidate;
    RecentInvalidations *m_recent;
    DataTable *m_scopes;
    DataTable *m_recentTable;
    QLabel *m_scopesTitle = nullptr;
    QLabel *m_recentTitle = nullptr;
    QFrame *m_recentCard = nullptr;
    QLabel *m_recentNote;
};

/// Why the cache cannot be invalidated now; empty: it can.
[[nodiscard]] QString invalidateObstacle(const Session &session);

} // namespace resync::console
