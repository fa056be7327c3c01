// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/mirror/Engine.h"
#include "agent/mirror/PlanThread.h"
#include "shared/core/Clock.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace resync::mirror {

/// Something that was read on demand, and when.
template<typename T>
struct Dated
{
    std::shared_ptr<const T> value; ///< never null
    Instant asOf{};                 ///< when the engine was asked for it
    std::optional<Error> error;     ///< why it could not be renewed: older than it should be
    std::uint64_t version = 0;      ///< grows when the value becomes another one; never falls
};
template<typename T>
using DatedCallback = Callback<Dated<T>>;

/// How fresh somebody wants it, and how long he waits.
struct DetailDemand
{
    std::optional<milliseconds> maxAge; ///< an older value is not good enough; none: time to live
    Instant notBefore{};                ///< nor is one that was asked for before
    /// When it is over and there is a last value, that is given with the error refresh_pending.
    std::optional<milliseconds> atMost;
    /// Called on the plan thread before the engine is asked for no other reason than this demand;
    /// false: he has been answered. None: he may.
    std::function<bool()> mayAsk;
};

struct DetailLimits
{
    std::size_t entries = 2000;
    std::size_t bytes = 32U << 20U; ///< of all values; one of more than an eighth is not kept
    milliseconds timeToLive{300'000};
    milliseconds logTimeToLive{30'000}; ///< both ±10 %, and see Details::setPace()
};

/// What is read from the engine on demand: one question to it however many ask, kept for a while,
/// the least recently asked dropped first. When the engine fails, the last value is given with the
/// failure; a failure is not kept. Each question answers once, on the plan thread, with the
/// engine's errors (mirror/Engine.h) or Cancelled (the agent is stopping). Thread: any, where
/// nothing else is said.
class Details
{
public:
    static constexpr std::size_t MaxRows = 50'000; ///< of a list; the rest is left out
    static constexpr std::size_t HistoryRuns = 50;

    template<typename T>
    using List = std::vector<T>;

    Details(Engine &engine, PlanThread &thread, const Clock &clock, DetailLimits limits = {});
    Details(const Details &) = delete;
    Details &operator=(const Details &) = delete;

    void fetchJob(const domain::JobId &id, DatedCallback<domain::JobDetail> done,
                  DetailDemand demand = {});
    void fetchLog(const domain::JobId &id, const domain::LogRange &range,
                  DatedCallback<domain::JobLog> done, DetailDemand demand = {});
    /// Of this plan, the current one last.
    void fetchRuns(const domain::JobId &id, DatedCallback<List<domain::JobRun>> done,
                   DetailDemand demand = {});
    /// Of earlier plans, newest first, at most HistoryRuns.
    void fetchRunHistory(const domain::Job &job, DatedCallback<List<domain::JobRun>> done,
                         DetailDemand demand = {});
    /// The lists are in the order of their ids.
    void fetchResources(DatedCallback<List<domain::Resource>> done, DetailDemand demand = {});
    void fetchPrompts(DatedCallback<List<domain::Prompt>> done, DetailDemand demand = {});
    void fetchCriticalJobs(DatedCallback<List<domain::CriticalJob>> done, DetailDemand demand = {});

    /// Does \a work later, on the plan thread; not at all when the agent stops before.
    void later(milliseconds delay, std::function<void()> work)
    {
        m_thread.postAfter(delay, std::move(work));
    }

    /// Nothing is kept for so long that it would be stale (2 × the interval) while it is kept.
    /// Thread: the plan thread.
    void setPace(milliseconds refreshInterval);
    /// What was read or asked before is good for nothing but a failure of the engine.
    /// Thread: the plan thread.
    void clear();
    /// It was of another plan: what was read before is good for nothing. Thread: the plan thread.
    void forget();
    /// Answers everybody who waits, Cancelled. Thread: the plan thread.
    void stop();

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] std::uint64_t hits() const { return m_hits; }
    [[nodiscard]] std::uint64_t misses() const { return m_misses; }

private:
    using Steady = std::chrono::steady_clock::time_point;
    using SharedAnswer = Dated<void>;
    using Waiter = std::function<void(const Result<SharedAnswer> &)>;

    struct Entry
    {
        std::shared_ptr<const void> value;
        Instant asOf{};
        Steady read;
        Steady expires;
        std::size_t bytes = 0;
        std::uint64_t version = 0;
        std::list<std::string>::iterator used;
    };
    /// One question to the engine and who waits for it.
    struct Question
    {
        Instant askedAt{};
        Steady asked;
        std::vector<Waiter> waiting;
    };
    template<typename T>
    struct Request;

    template<typename T>
    void fetch(Request<T> request);
    template<typename T>
    void fetchOnPlanThread(const std::shared_ptr<Request<T>> &request);
    template<typename T>
    void ask(const Request<T> &request, Waiter waiter);
    template<typename T>
    void onAnswer(const std::string &key, std::uint64_t number, milliseconds timeToLive,
                  Result<T> answer);

    [[nodiscard]] bool isGood(Instant askedAt, Steady asked, const DetailDemand &demand) const;
    [[nodiscard]] const Entry *good(const std::string &key, const DetailDemand &demand);
    /// A question that is on its way; null: there is none, or it is too old for the demand.
    [[nodiscard]] Question *running(const std::string &key, const DetailDemand &demand);
    [[nodiscard]] Waiter patient(const std::string &key, const DetailDemand &demand, Waiter waiter);
    void keep(const std::string &key, const SharedAnswer &answer, std::size_t bytes, Steady asked,
              milliseconds timeToLive);
    void drop(const std::string &key);
    /// The last value with the error, where that passes; else the error.
    [[nodiscard]] Result<SharedAnswer> lastValue(const std::string &key, const Error &error) const;

    Engine &m_engine;
    PlanThread &m_thread;
    const Clock &m_clock;
    const DetailLimits m_limits;

    // plan thread
    std::unordered_map<std::string, Entry> m_entries;
    std::list<std::string> m_recent; ///< keys; front: most recently asked
    std::unordered_map<std::uint64_t, Question> m_questions;
    std::unordered_map<std::string, std::uint64_t> m_running; ///< the question that counts, by key
    std::uint64_t m_lastQuestion = 0;
    std::uint64_t m_lastVersion = 0;
    milliseconds m_longest = milliseconds::max(); ///< that anything is kept
    bool m_isStopped = false;

    std::atomic<std::size_t> m_size{0};
    std::atomic<std::size_t> m_bytes{0};
    std::atomic<std::uint64_t> m_hits{0};
    std::atomic<std::uint64_t> m_misses{0};
};

} // namespace resync::mirror
