// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/EngineReads.h"
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

enum class SweepEnd : std::uint8_t {
    Complete,
    OtherPlan, ///< rows of another plan came, or most rows are not there any more
};

/// Reads every job stream and job, page after page, spread over a time or as fast as the engine
/// answers; then asks for those that it did not see, and reports as gone what the engine does not
/// know. Rows go into the batch as they come. While a refresh runs it is suspended: a page in
/// flight is dropped and read again, so that no older row follows a newer one. After an error it
/// tries again by itself, 1 s doubling to 30 s later. Thread: the plan thread.
class Sweep
{
public:
    struct Order
    {
        bool isUrgent = false;  ///< a person waits: as fast as the engine answers
        milliseconds spread{0}; ///< otherwise: over which it is spread
        domain::PlanId plan;    ///< whose rows are expected
        Instant startedAt{};
    };
    using Shown = std::function<std::shared_ptr<const Snapshot>()>;
    using Done = std::function<void(SweepEnd)>;

    /// \a shown: what is shown at the moment; \a done is called at the end of each sweep.
    Sweep(EngineReads &reads, PlanThread &thread, PlanBatch &batch, Shown shown, Done done);
    ~Sweep();
    Sweep(const Sweep &) = delete;
    Sweep &operator=(const Sweep &) = delete;

    /// Begins anew; a sweep that runs is dropped.
    void start(Order order);
    /// Drops it without an end.
    void cancel();
    void suspend();
    void resume();

    [[nodiscard]] bool isRunning() const { return m_run != nullptr; }
    /// Of the sweep that runs, or the last one.
    [[nodiscard]] const Order &order() const { return m_order; }
    [[nodiscard]] const std::optional<Error> &lastError() const { return m_lastError; }

private:
    template<typename Row>
    struct List;
    struct Run;

    void pump();
    template<typename Row>
    bool requestPage(List<Row> &list);
    template<typename Row>
    void onPage(List<Row> &list, const typename PageChain<Row>::Ask &ask, Page<Row> page);
    template<typename Row>
    bool askForUnseen(List<Row> &list);
    template<typename Row>
    void onAsked(List<Row> &list, const std::vector<std::string> &gone,
                 const std::vector<Row> &rows);
    void onStepDone();
    bool findUnseen();
    void retryAfter(const Error &error);
    void waitForTurn(milliseconds delay);
    void dropUnanswered();
    void end(SweepEnd how);
    [[nodiscard]] milliseconds gap() const;
    [[nodiscard]] CallPriority priority() const;

    EngineReads &m_reads;
    PlanThread &m_thread;
    PlanBatch &m_batch;
    const Shown m_shown;
    const Done m_done;
    Order m_order;
    std::shared_ptr<Run> m_run; ///< null: none runs
    std::optional<Error> m_lastError;
    std::uint64_t m_round = 0; ///< answers to requests of an older one are dropped
    std::uint64_t m_turn = 0;  ///< the timer that counts
    int m_errorsInARow = 0;
    int m_inFlight = 0;
    bool m_isSuspended = false;
    bool m_isWaiting = false; ///< for its turn
};

} // namespace resync::mirror
