// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/pages/common/Page.h"

class QGridLayout;

namespace resync::console {

class TimeChart;

/// How busy the Resync agent is and how the plan moves, as this console sampled it.
class MetricsPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MetricsPage)

public:
    MetricsPage(PageContext context, QWidget *parent);

    [[nodiscard]] Topics topics() const override { return Topic::Metrics; }

protected:
    void retranslate() override;
    void refresh() override;

private:
    [[nodiscard]] TimeChart *addChart(const QString &name, int row, int column);
    void draw();
    void drawJobs();

    QGridLayout *m_grid;
    TimeChart *m_rate;
    TimeChart *m_latency;
    TimeChart *m_active;
    TimeChart *m_rest;
};

} // namespace resync::console
