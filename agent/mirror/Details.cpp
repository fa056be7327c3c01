// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/Details.h"

#include "shared/core/Jitter.h"

#include <algorithm>
#include <utility>

namespace resync::mirror {

namespace {

constexpr std::size_t RowsPerPage = 2000;

/// Of a time to live, so that what was asked together does not expire together.
constexpr double Jitter = 0.1;

// ---- how much room a value takes, about

std::size_t bytesOf(const std::string &text)
{
    return text.capacity();
}

std::size_t bytesOf(const domain::Statement &statement)
{
    std::size_t bytes = sizeof(statement) + statement.code.size() + statement.text.size();
    for (const auto &[name, value] : statement.args)
        bytes += sizeof(name) + sizeof(value) + name.size() + value.size();
    return bytes;
}

std::size_t bytesOf(const domain::Dependency &dependency)
{
    std::size_t bytes = sizeof(dependency) + dependency.targetId.size() +
                        dependency.targetRef.size() + dependency.targetName.size();
    for (const auto &[name, value] : dependency.detail)
        bytes += sizeof(name) + sizeof(value) + name.size() + value.size();
    return bytes;
}

std::size_t bytesOf(const domain::JobRun &run)
{
    return sizeof(run) + run.run.id.value().size() + run.run.workstation.size();
}

std::size_t bytesOf(const domain::LogLine &line)
{
    return sizeof(line) + line.text.capacity();
}

std::size_t bytesOf(const domain::Resource &resource)
{
    std::size_t bytes = sizeof(resource) + resource.id.value().size() + resource.name.size();
    for (const auto &holder : resource.holders)
        bytes += sizeof(holder) + holder.job.value().size() + holder.ref.size();
    return bytes;
}

std::size_t bytesOf(const domain::Prompt &prompt)
{
    return sizeof(prompt) + prompt.id.value().size() + prompt.text.size() + prompt.name.size();
}

std::size_t bytesOf(const domain::CriticalJob &job)
{
    return sizeof(job) + job.id.value().size() + job.jobName.size() + job.streamName.size();
}

template<typename T>
std::size_t bytesOf(const std::vector<T> &rows)
{
    std::size_t bytes = sizeof(rows);
    for (const T &row : rows)
        bytes += bytesOf(row);
    return bytes;
}

std::size_t bytesOf(const domain::JobLog &log)
{
    return sizeof(log) + bytesOf(log.lines);
}

std::size_t bytesOf(const domain::JobDetail &detail)
{
    std::size_t bytes = sizeof(detail) + bytesOf(detail.issues);
    if (detail.definition)
        bytes += bytesOf(detail.definition->command) + bytesOf(detail.definition->description);
    if (detail.dependencies)
        bytes += bytesOf(*detail.dependencies);
    if (detail.runs)
        bytes += bytesOf(*detail.runs);
    return bytes;
}

// ---- lists, page after page

template<typename Row>
using FetchPage = void (Engine::*)(PageRequest, Callback<Page<Row>>);

template<typename Row>
struct WholeList
{
    std::vector<Row> rows;
    Callback<std::vector<Row>> done;
};

template<typename Row>
void readFurther(Engine &engine, FetchPage<Row> fetch, std::shared_ptr<WholeList<Row>> list)
{
    PageRequest page;
    page.offset = list->rows.size();
    page.limit = RowsPerPage;
    page.priority = CallPriority::Person;
    (engine.*fetch)(page, [&engine, fetch, list](Result<Page<Row>> answer) {
        if (!answer) {
            list->done(tl::unexpected<Error>(answer.error()));
            return;
        }
        auto &rows = list->rows;
        const bool isLast = answer->isLast || answer->rows.empty();
        std::move(answer->rows.begin(), answer->rows.end(), std::back_inserter(rows));
        if (!isLast && rows.size() < Details::MaxRows) {
            readFurther(engine, fetch, list);
            return;
        }
        rows.resize(std::min(rows.size(), Details::MaxRows));
        std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.id < b.id; });
        list->done(std::move(rows));
    });
}

template<typename Row>
void readList(Engine &engine, FetchPage<Row> fetch, Callback<std::vector<Row>> done)
{
    readFurther(engine, fetch,
                std::make_shared<WholeList<Row>>(WholeList<Row>{{}, std::move(done)}));
}

std::string numberText(const std::optional<std::uint64_t> &number)
{
    return number ? std::to_string(*number) : std::string("-");
}

/// An old value is better than this failure.
bool isPassing(const Error &error)
{
    return error.isTransient() || error.kind == ErrorKind::Unauthorized ||
           error.kind == ErrorKind::Protocol;
}

Error notYet()
{
    return {ErrorKind::Timeout, "refresh_pending", "the engine has not answered yet"};
}

Error stopping()
{
    return {ErrorKind::Cancelled, "shutting_down", "the agent is stopping"};
}

} // namespace

template<typename T>
struct Details::Request
{
    std::string key;
    milliseconds timeToLive{};
    DetailDemand demand;
    std::function<void(Callback<T>)> ask;
    DatedCallback<T> done;
};

Details::Details(Engine &engine, PlanThread &thread, const Clock &clock, DetailLimits limits)
    : m_engine(engine)
    , m_thread(thread)
    , m_clock(clock)
    , m_limits(limits)
{}

// ---- what can be asked for

void Details::fetchJob(const domain::JobId &id, DatedCallback<domain::JobDetail> done,
                       DetailDemand demand)
{
    fetch(Request<domain::JobDetail>{
        "job " + id.value(), m_limits.timeToLive, std::move(demand),
        [this, id](auto answer) { m_engine.fetchJobDetail(id, std::move(answer)); },
        std::move(done)});
}

void Details::fetchLog(const domain::JobId &id, const domain::LogRange &range,
                       DatedCallback<domain::JobLog> done, DetailDemand demand)
{
    fetch(Request<domain::JobLog>{
        "log " + numberText(range.fromLine) + ' ' + numberText(range.toLine) + ' ' + id.value() +
            '\n' + range.run.value(),
        m_limits.logTimeToLive, std::move(demand),
        [this, id, range](auto answer) { m_engine.fetchLog(id, range, std::move(answer)); },
        std::move(done)});
}

void Details::fetchRuns(const domain::JobId &id, DatedCallback<List<domain::JobRun>> done,
                        DetailDemand demand)
{
    fetch(Request<List<domain::JobRun>>{
        "runs " + id.value(), m_limits.timeToLive, std::move(demand),
        [this, id](auto answer) { m_engine.fetchRuns(id, std::move(answer)); }, std::move(done)});
}

void Details::fetchRunHistory(const domain::Job &job, DatedCallback<List<domain::JobRun>> done,
                              DetailDemand demand)
{
    fetch(Request<List<domain::JobRun>>{
        "history " + domain::jobSeries(job), m_limits.timeToLive, std::move(demand),
        [this, job](auto answer) { m_engine.fetchRunHistory(job, HistoryRuns, std::move(answer)); },
        std::move(done)});
}

void Details::fetchResources(DatedCallback<List<domain::Resource>> done, DetailDemand demand)
{
    fetch(Request<List<domain::Resource>>{
        "resources", m_limits.timeToLive, std::move(demand),
        [this](auto answer) {
            readList<domain::Resource>(m_engine, &Engine::fetchResources, std::move(answer));
        },
        std::move(done)});
}

void Details::fetchPrompts(DatedCallback<List<domain::Prompt>> done, DetailDemand demand)
{
    fetch(Request<List<domain::Prompt>>{"prompts", m_limits.timeToLive, std::move(demand),
                                        [this](auto answer) {
                                            readList<domain::Prompt>(
                                                m_engine, &Engine::fetchPrompts, std::move(answer));
                                        },
                                        std::move(done)});
}

void Details::fetchCriticalJobs(DatedCallback<List<domain::CriticalJob>> done, DetailDemand demand)
{
    fetch(Request<List<domain::CriticalJob>>{
        "critical", m_limits.timeToLive, std::move(demand),
        [this](auto answer) { m_engine.fetchCriticalJobs(std::move(answer)); }, std::move(done)});
}

// ---- plan thread

template<typename T>
void Details::fetch(Request<T> request)
{
    m_thread.post([this, shared = std::make_shared<Request<T>>(std::move(request))] {
        fetchOnPlanThread(shared);
    });
}

template<typename T>
void Details::fetchOnPlanThread(const std::shared_ptr<Request<T>> &request)
{
    if (m_isStopped) {
        request->done(tl::unexpected<Error>(stopping()));
        return;
    }
    const auto as = [](const SharedAnswer &answer) {
        return Dated<T>{std::static_pointer_cast<const T>(answer.value), answer.asOf, answer.error,
                        answer.version};
    };
    if (const Entry *entry = good(request->key, request->demand)) {
        ++m_hits;
        request->done(as({entry->value, entry->asOf, {}, entry->version}));
        return;
    }
    ++m_misses;
    Question *question = running(request->key, request->demand);
    const bool isForced = question == nullptr && good(request->key, {}) != nullptr;
    if (isForced && request->demand.mayAsk && !request->demand.mayAsk())
        return;
    Waiter waiter = patient(
        request->key, request->demand,
        [as, done = std::move(request->done)](const auto &answer) { done(answer.map(as)); });
    if (question != nullptr)
        question->waiting.push_back(std::move(waiter));
    else
        ask(*request, std::move(waiter));
}

template<typename T>
void Details::ask(const Request<T> &request, Waiter waiter)
{
    const std::uint64_t number = ++m_lastQuestion;
    m_running[request.key] = number;
    Question &question = m_questions[number];
    question.askedAt = m_clock.now();
    question.asked = m_clock.steady();
    question.waiting.push_back(std::move(waiter));
    request.ask([this, key = request.key, number, timeToLive = request.timeToLive](
                    Result<T> answer) { onAnswer(key, number, timeToLive, std::move(answer)); });
}

template<typename T>
void Details::onAnswer(const std::string &key, std::uint64_t number, milliseconds timeToLive,
                       Result<T> answer)
{
    auto node = m_questions.extract(number);
    if (node.empty())
        return; // stopped meanwhile
    const Question &question = node.mapped();
    const auto running = m_running.find(key);
    const bool isNewest = running != m_running.end() && running->second == number;
    if (isNewest)
        m_running.erase(running);
    const auto tell = [&question](const Result<SharedAnswer> &told) {
        for (const auto &waiter : question.waiting)
            waiter(told);
    };
    if (!answer) {
        const auto last = lastValue(key, answer.error());
        if (!last)
            drop(key);
        return tell(last);
    }
    auto value = std::make_shared<const T>(std::move(*answer));
    const auto last = m_entries.find(key);
    const bool isSame =
        last != m_entries.end() && *std::static_pointer_cast<const T>(last->second.value) == *value;
    const SharedAnswer made{
        value, question.askedAt, {}, isSame ? last->second.version : ++m_lastVersion};
    if (isNewest)
        keep(key, made, bytesOf(*value) + key.size(), question.asked, timeToLive);
    tell(made);
}

Result<Details::SharedAnswer> Details::lastValue(const std::string &key, const Error &error) const
{
    const auto last = m_entries.find(key);
    if (last == m_entries.end() || !isPassing(error))
        return tl::unexpected<Error>(error);
    return SharedAnswer{last->second.value, last->second.asOf, error, last->second.version};
}

/// Who waits no longer than he said where there is a last value.
Details::Waiter Details::patient(const std::string &key, const DetailDemand &demand, Waiter waiter)
{
    if (!demand.atMost || !m_entries.contains(key))
        return waiter;
    auto once = [waiter = std::move(waiter),
                 isAnswered = std::make_shared<bool>(false)](const Result<SharedAnswer> &answer) {
        if (!std::exchange(*isAnswered, true))
            waiter(answer);
    };
    m_thread.postAfter(*demand.atMost, [this, key, once] { once(lastValue(key, notYet())); });
    return once;
}

bool Details::isGood(Instant askedAt, Steady asked, const DetailDemand &demand) const
{
    const bool isYoung = !demand.maxAge || m_clock.steady() - asked <= *demand.maxAge;
    return isYoung && askedAt >= demand.notBefore;
}

const Details::Entry *Details::good(const std::string &key, const DetailDemand &demand)
{
    const auto known = m_entries.find(key);
    if (known == m_entries.end())
        return nullptr;
    Entry &entry = known->second;
    m_recent.splice(m_recent.begin(), m_recent, entry.used);
    const bool isKept = m_clock.steady() < entry.expires;
    return isKept && isGood(entry.asOf, entry.read, demand) ? &entry : nullptr;
}

Details::Question *Details::running(const std::string &key, const DetailDemand &demand)
{
    const auto running = m_running.find(key);
    if (running == m_running.end())
        return nullptr;
    Question &question = m_questions.at(running->second);
    return isGood(question.askedAt, question.asked, demand) ? &question : nullptr;
}

void Details::keep(const std::string &key, const SharedAnswer &answer, std::size_t bytes,
                   Steady asked, milliseconds timeToLive)
{
    drop(key);
    if (bytes > m_limits.bytes / 8)
        return;
    m_recent.push_front(key);
    const auto lifetime = jittered(std::min(timeToLive, m_longest), Jitter);
    m_entries.emplace(key, Entry{answer.value, answer.asOf, asked, m_clock.steady() + lifetime,
                                 bytes, answer.version, m_recent.begin()});
    m_bytes += bytes;
    while (m_entries.size() > m_limits.entries || m_bytes > m_limits.bytes)
        drop(std::string(m_recent.back()));
    m_size = m_entries.size();
}

void Details::drop(const std::string &key)
{
    const auto known = m_entries.find(key);
    if (known == m_entries.end())
        return;
    m_bytes -= known->second.bytes;
    m_recent.erase(known->second.used);
    m_entries.erase(known);
    m_size = m_entries.size();
}

void Details::setPace(milliseconds refreshInterval)
{
    constexpr int Tenths = 18; // 2 × the interval, less the jitter
    m_longest = refreshInterval * Tenths / 10;
}

void Details::clear()
{
    m_running.clear(); // who asks from now on asks the engine
    for (auto &[key, entry] : m_entries)
        entry.expires = Steady::min();
}

void Details::forget()
{
    m_running.clear();
    while (!m_recent.empty())
        drop(std::string(m_recent.back()));
}

void Details::stop()
{
    m_isStopped = true;
    m_running.clear();
    for (auto &[number, question] : std::exchange(m_questions, {}))
        for (const auto &done : question.waiting)
            done(tl::unexpected<Error>(stopping()));
}

} // namespace resync::mirror
