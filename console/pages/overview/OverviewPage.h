// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/common/Page.h"

#include <array>

class QFrame;
class QGridLayout;
class QLabel;

namespace resync::console {

class DataTable;
class HealthGrid;
class StateStrip;
class Tile;
class TimeChart;
struct AttentionSummary;

/// What needs a person now, how the plan goes, and whether the agent is well.
class OverviewPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OverviewPage)

public:
    OverviewPage(PageContext context, QWidget *parent);

    [[nodiscard]] Topics topics() const override { return Topic::Jobs; }

protected:
    void retranslate() override;
    void refresh() override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addTiles();
    void addLower();
    [[nodiscard]] QFrame *makeTableCard();
    [[nodiscard]] QFrame *makeHealthCard();
    [[nodiscard]] QFrame *makeChartCard();
    void placeLower(bool isWide);
    void showTiles(const AttentionSummary &summary);
    void showNoTiles();
    void showStrip(const AttentionSummary *summary);
    void showTableTitle(const AttentionSummary *summary);
    void showDone();

    enum TileIndex { Failed, Late, Running, Ready, Held, Done, TileCount };
    std::array<Tile *, TileCount> m_tiles{};
    StateStrip *m_strip;
    QGridLayout *m_lower;
    QLabel *m_tableTitle;
    QLabel *m_tableNote;
    DataTable *m_table;
    QLabel *m_healthTitle;
    QLabel *m_healthNote;
    HealthGrid *m_health;
    TimeChart *m_chart;
    QFrame *m_tableCard;
    QFrame *m_healthCard;
    QFrame *m_chartCard;
    int m_isWide = -1; ///< −1: not placed yet
};

} // namespace resync::console
