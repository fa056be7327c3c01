// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/config/Load.h"
#include "agent/telemetry/MetricFamilies.h"
#include "shared/core/Clock.h"
#include "shared/core/Result.h"
#include "shared/domain/ConfigReport.h"
#include "shared/domain/Event.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace resync::app {

/// Keeps the configuration that runs, and renews it while everything runs: load → compare → prepare
/// → commit. Either every part takes the new one, or all go on with the old one; which it was, log,
/// metrics, configuration report, event and answer say. Thread: reload() and compare() one at a
/// time; the rest any.
class Reloader
{
public:
    using Load = std::function<config::LoadOutcome()>;
    /// Puts in force what a part has made ready; cannot fail.
    using Commit = std::function<void()>;
    /// Has a part make ready what \a next asks of it (read files, check them), while it goes on
    /// with the old one. \a by as in reload(). An error (a whole English sentence, no secret)
    /// refuses the reload as a whole.
    using Prepare =
        std::function<Result<Commit>(const config::Config &next, const std::string &by)>;
    /// Told after each try.
    using Listener = std::function<void(const domain::Event &event)>;

    Reloader(config::Config running, Load load, const Clock &clock);

    /// Parts are asked in the order of their addition, and follow in it once all have agreed.
    /// Before the first reload.
    void add(Prepare prepare) { m_parts.push_back(std::move(prepare)); }
    void setListener(Listener listener) { m_listener = std::move(listener); }

    /// \param by account that asked, or "SIGHUP"
    domain::ReloadOutcome reload(const std::string &by);
    /// Notes for the metrics whether the sources still say what runs. Reads them; changes nothing.
    void compare();

    [[nodiscard]] std::shared_ptr<const config::Config> running() const;
    [[nodiscard]] domain::ConfigReport report() const;
    void collect(telemetry::MetricFamilies &families) const;

private:
    [[nodiscard]] domain::ReloadOutcome tryReload(const std::string &by);
    [[nodiscard]] Result<std::vector<Commit>> prepare(const config::Config &next,
                                                      const std::string &by) const;
    void keep(const domain::ReloadOutcome &outcome);
    void announce(const domain::ReloadOutcome &outcome, const std::string &by) const;

    const Load m_load;
    const Clock &m_clock;
    std::vector<Prepare> m_parts;
    Listener m_listener;

    mutable std::mutex m_mutex; ///< guards the next five
    std::shared_ptr<const config::Config> m_running;
    std::optional<domain::ReloadReport> m_lastReload;
    bool m_isAsGiven = true; ///< the sources said what runs when they were last read
    std::uint64_t m_successes = 0;
    std::uint64_t m_failures = 0;
};

/// The event config.reloaded; its generation is the caller's to set.
[[nodiscard]] domain::Event reloadEvent(const domain::ReloadOutcome &outcome, const std::string &by,
                                        Instant at);

} // namespace resync::app
