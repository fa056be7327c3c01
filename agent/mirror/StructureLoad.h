// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/EngineReads.h"
#include "agent/mirror/IdSet.h"
#include "agent/mirror/PageChain.h"
#include "agent/mirror/PlanBatch.h"
#include "agent/mirror/PlanThread.h"
#include "agent/mirror/Snapshot.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace resync::mirror {

/// Reads who waits for whom: once per plan the dependency lists of all streams and jobs, a page a
/// second; then, at most two a second, those of single jobs whose list is not known yet, failed and
/// critical ones first. After an error it pauses until the next poll(). Thread: the plan thread.
class StructureLoad
{
public:
    using Shown = std::function<std::shared_ptr<const Snapshot>()>;

    /// \a onLoaded: the lists of the whole plan are there to be taken.
    StructureLoad(EngineReads &reads, PlanThread &thread, Shown shown,
                  std::function<void()> onLoaded);

    /// Another plan, or another engine: nothing is known any more.
    void restart();
    /// A refresh has succeeded: goes on where it paused.
    void poll(Instant now);
    void cancel();

    [[nodiscard]] bool hasNews() const { return !m_batch.isEmpty(); }
    /// What came since the last time.
    [[nodiscard]] PlanBatch take() { return std::exchange(m_batch, {}); }
    /// When the lists of the whole plan were asked for; none: not all came yet.
    [[nodiscard]] const std::optional<Instant> &loadedAt() const { return m_loadedAt; }

private:
    enum class Step : std::uint8_t { Streams, Jobs, Single };

    void go();
    template<typename Row>
    void readPage(PageChain<Row> &chain);
    template<typename Row>
    void onPage(PageChain<Row> &chain, const typename PageChain<Row>::Ask &ask,
                Result<Page<Row>> answer);
    void onListDone();
    void findSingles();
    void readSingle();
    void onSingle(const std::string &id, Result<domain::JobDetail> answer);
    void goAfter(milliseconds pause);

    EngineReads &m_reads;
    PlanThread &m_thread;
    const Shown m_shown;
    const std::function<void()> m_onLoaded;
    PlanBatch m_batch;
    PageChain<domain::StreamDependencies> m_streams;
    PageChain<domain::JobDependencies> m_jobs;
    std::vector<std::string> m_singles; ///< to be asked for, from the back
    IdSet m_asked;
    std::optional<Instant> m_startedAt;
    std::optional<Instant> m_loadedAt;
    Step m_step = Step::Streams;
    bool m_isOffered = true; ///< the lists
    bool m_isBusy = false;   ///< a request or a pause goes on
    std::uint64_t m_round = 0;
};

} // namespace resync::mirror
