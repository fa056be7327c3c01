// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/JobRowsModel.h"
#include "console/models/StateKind.h"

#include <array>
#include <memory>

namespace resync::console {

/// How many jobs are in each state, each job once (its worst).
using StateCounts = std::array<int, AllStateKinds.size()>;

/// What the Overview's tiles say besides the counts.
struct AttentionSummary
{
    StateCounts counts{}; ///< index: StateKind
    int total = 0;
    int criticalFailed = 0;                 ///< failed jobs flagged critical
    std::optional<Instant> oldestFailureAt; ///< none: no failed job with a known end
    int lateNotStarted = 0;
};

/// The Overview's table: jobs that need a person, each once, by Act by; those without come last.
class AttentionModel final : public JobRowsModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttentionModel)

public:
    enum Column { State, Name, Stream, For, ActBy, Why, ColumnCount };

    explicit AttentionModel(QObject *parent = nullptr);
    ~AttentionModel() override;

    void setJobs(const Dated<JobRows> &jobs);
    void clear();
    /// None until the first rows arrived.
    [[nodiscard]] const std::optional<AttentionSummary> &summary() const;

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index,
                                int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Rows and summary belong together again.
    void summaryChanged();

protected:
    [[nodiscard]] std::vector<int> timeColumns() const override;

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace resync::console
