// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/charts/ChartLine.h"
#include "console/client/AgentClient.h"
#include "console/models/AttentionModel.h"
#include "console/models/CacheScopeModel.h"
#include "console/models/ConfigModel.h"
#include "console/models/HealthModel.h"
#include "console/models/JobTableModel.h"
#include "console/models/MetricsSeries.h"
#include "console/settings/Profile.h"

#include <QHash>

#include <optional>
#include <vector>

namespace resync::console {

/// What the console knows of the agent it is connected to: the models that pages show and the facts
/// of header and banner. Knows no widget and no network: watch() connects it to a client, tests
/// call the same slots. Thread: GUI.
class Session final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Session)

public:
    explicit Session(const Clock &clock, QObject *parent = nullptr);

    /// Takes what \a client emits from now on.
    void watch(AgentClient &client);

    [[nodiscard]] const std::optional<Profile> &profile() const { return m_profile; }
    [[nodiscard]] const ConnectionState &state() const { return m_state; }
    [[nodiscard]] const std::optional<Dated<domain::Plan>> &plan() const { return m_plan; }
    [[nodiscard]] const TimeView &timeView() const { return m_timeView; }
    /// Why a topic has no value though the agent is online.
    [[nodiscard]] std::optional<Error> failure(Topic topic) const;
    /// Start of the last refresh of what is shown; none: nothing was read yet.
    [[nodiscard]] std::optional<Instant> asOf() const;
    [[nodiscard]] std::optional<milliseconds> age() const;
    /// The data is older than it should be, or the agent is not there.
    [[nodiscard]] bool isStale() const;
    /// The agent was there and is not now.
    [[nodiscard]] bool isLost() const;
    [[nodiscard]] bool isDemo() const;
    /// The agent showed us what only admins see.
    [[nodiscard]] bool isAdmin() const { return m_isAdmin; }
    [[nodiscard]] const std::optional<domain::ConfigReport> &config() const { return m_config; }
    /// Jobs done as this console saw them, by the age of the data.
    [[nodiscard]] const std::vector<ChartPoint> &doneHistory() const { return m_done; }

    [[nodiscard]] AttentionModel &attention() { return m_attention; }
    [[nodiscard]] JobTableModel &jobs() { return m_jobs; }
    [[nodiscard]] HealthModel &health() { return m_health; }
    [[nodiscard]] CacheScopeModel &cache() { return m_cache; }
    [[nodiscard]] ConfigModel &configModel() { return m_configModel; }
    [[nodiscard]] MetricsSeries &metrics() { return m_metrics; }

public Q_SLOTS:
    /// Another profile, or none: everything known is dropped.
    void setProfile(const std::optional<resync::console::Profile> &profile);
    void setTimeDisplay(resync::console::TimeDisplay display);
    void showState(const resync::console::ConnectionState &state);
    void showHealth(const resync::domain::Health &health);
    void showPlan(const resync::console::Dated<resync::domain::Plan> &plan);
    void showJobs(const resync::console::Dated<resync::console::JobRows> &jobs);
    void showCacheStats(const resync::domain::CacheStats &stats);
    void showConfig(const resync::domain::ConfigReport &config);
    void showMetrics(const resync::console::MetricsSample &sample);
    void showFailure(resync::console::Topic topic, const resync::Error &error);
    /// A second went by: ages and clocks move on.
    void tick();

Q_SIGNALS:
    /// Anything that header, banner or page titles show.
    void changed();
    /// Only the clock moved.
    void ticked();
    void doneHistoryChanged();

private:
    void clear();
    void shareTimeView();
    void noteDone();

    const Clock &m_clock;
    std::optional<Profile> m_profile;
    ConnectionState m_state;
    std::optional<Dated<domain::Plan>> m_plan;
    std::optional<Dated<JobRows>> m_rows;
    std::optional<domain::ConfigReport> m_config;
    QHash<int, Error> m_failures; ///< by Topic
    TimeView m_timeView;
    bool m_isAdmin = false;
    std::vector<ChartPoint> m_done;

    AttentionModel m_attention;
    JobTableModel m_jobs;
    HealthModel m_health;
    CacheScopeModel m_cache;
    ConfigModel m_configModel;
    MetricsSeries m_metrics;
};

} // namespace resync::console
