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
    MaxAge maxAge;
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
                       MaxAge maxAge)
{
    fetch(Request<domain::JobDetail>{
        "job " + id.value(), m_limits.timeToLive, maxAge,
        [this, id](auto answer) { m_engine.fetchJobDetail(id, std::move(answer)); },
        std::move(done)});
}

void Details::fetchLog(const domain::JobId &id, const domain::LogRange &range,
                       DatedCallback<domain::JobLog> done, MaxAge maxAge)
{
    fetch(Request<domain::JobLog>{
        "log " + numberText(range.fromLine) + ' ' + numberText(range.toLine) + ' ' + id.value() +
            '\n' + range.run.value(),
        m_limits.logTimeToLive, maxAge,
        [this, id, range](auto answer) { m_engine.fetchLog(id, range, std::move(answer)); },
        std::move(done)});
}

void Details::fetchRuns(const domain::JobId &id, DatedCallback<List<domain::JobRun>> done,
                        MaxAge maxAge)
{
    fetch(Request<List<domain::JobRun>>{
        "runs " + id.value(), m_limits.timeToLive, maxAge,
        [this, id](auto answer) { m_engine.fetchRuns(id, std::move(answer)); }, std::move(done)});
}

void Details::fetchRunHistory(const domain::Job &job, DatedCallback<List<domain::JobRun>> done,
                              MaxAge maxAge)
{
    fetch(Request<List<domain::JobRun>>{
        "history " + domain::jobSeries(job), m_limits.timeToLive, maxAge,
        [this, job](auto answer) { m_engine.fetchRunHistory(job, HistoryRuns, std::move(answer)); },
        std::move(done)});
}

void Details::fetchResources(DatedCallback<List<domain::Resource>> done, MaxAge maxAge)
{
    fetch(Request<List<domain::Resource>>{
        "resources", m_limits.timeToLive, maxAge,
        [this](auto answer) {
            readList<domain::Resource>(m_engine, &Engine::fetchResources, std::move(answer));
        },
        std::move(done)});
}

void Details::fetchPrompts(DatedCallback<List<domain::Prompt>> done, MaxAge maxAge)
{
    fetch(Request<List<domain::Prompt>>{"prompts", m_limits.timeToLive, maxAge,
                                        [this](auto answer) {
                                            readList<domain::Prompt>(
                                                m_engine, &Engine::fetchPrompts, std::move(answer));
                                        },
                                        std::move(done)});
}

void Details::fetchCriticalJobs(DatedCallback<List<domain::CriticalJob>> done, MaxAge maxAge)
{
    fetch(Request<List<domain::CriticalJob>>{
        "critical", m_limits.timeToLive, maxAge,
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
    if (const Entry *entry = good(request->key, request->maxAge)) {
        ++m_hits;
        request->done(Dated<T>{std::static_pointer_cast<const T>(entry->value), entry->asOf, {}});
        return;
    }
    ++m_misses;
    auto wait = [done = std::move(request->done)](const Result<SharedAnswer> &answer) {
        if (answer)
            done(Dated<T>{std::static_pointer_cast<const T>(answer->value), answer->asOf,
                          answer->error});
        else
            done(tl::unexpected<Error>(answer.error()));
    };
    const auto running = m_running.find(request->key);
    if (running != m_running.end() &&
        isGoodEnough(m_questions.at(running->second), request->maxAge)) {
        m_questions.at(running->second).waiting.push_back(std::move(wait));
        return;
    }
    const std::uint64_t number = ++m_lastQuestion;
    m_running[request->key] = number;
    Question &question = m_questions[number];
    question.askedAt = m_clock.now();
    question.asked = m_clock.steady();
    question.waiting.push_back(std::move(wait));
    request->ask([this, key = request->key, number, timeToLive = request->timeToLive](
                     Result<T> answer) { onAnswer(key, number, timeToLive, std::move(answer)); });
}

template<typename T>
void Details::onAnswer(const std::string &key, std::uint64_t number, milliseconds timeToLive,
                       Result<T> answer)
{
    auto node = m_questions.extract(number);
    if (node.empty())
        return; // stopped meanwhile
    Question &question = node.mapped();
    const auto running = m_running.find(key);
    const bool isNewest = running != m_running.end() && running->second == number;
    if (isNewest)
        m_running.erase(running);
    if (!answer) {
        this->answer(std::move(question), key, nullptr, answer.error());
        return;
    }
    auto value = std::make_shared<const T>(std::move(*answer));
    if (isNewest)
        keep(key, value, bytesOf(*value) + key.size(), question, timeToLive);
    this->answer(std::move(question), key, std::move(value), {});
}

void Details::answer(Question question, const std::string &key, std::shared_ptr<const void> value,
                     const std::optional<Error> &error)
{
    Result<SharedAnswer> told = SharedAnswer{std::move(value), question.askedAt, {}};
    if (error) {
        const auto old = m_entries.find(key);
        if (old != m_entries.end() && isPassing(*error))
            told = SharedAnswer{old->second.value, old->second.asOf, error};
        else
            told = tl::unexpected<Error>(*error);
    }
    if (error && !isPassing(*error))
        drop(key);
    for (const auto &done : question.waiting)
        done(told);
}

const Details::Entry *Details::good(const std::string &key, MaxAge maxAge)
{
    const auto known = m_entries.find(key);
    if (known == m_entries.end())
        return nullptr;
    Entry &entry = known->second;
    m_recent.splice(m_recent.begin(), m_recent, entry.used);
    const auto now = m_clock.steady();
    const bool isYoung = !maxAge || now - entry.read <= *maxAge;
    return isYoung && now < entry.expires ? &entry : nullptr;
}

bool Details::isGoodEnough(const Question &question, MaxAge maxAge) const
{
    return !maxAge || m_clock.steady() - question.asked <= *maxAge;
}

void Details::keep(const std::string &key, std::shared_ptr<const void> value, std::size_t bytes,
                   const Question &question, milliseconds timeToLive)
{
    drop(key);
    if (bytes > m_limits.bytes / 8)
        return;
    m_recent.push_front(key);
    m_entries.emplace(key, Entry{std::move(value), question.askedAt, question.asked,
                                 m_clock.steady() + jittered(timeToLive, Jitter), bytes,
                                 m_recent.begin()});
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

void Details::clear()
{
    m_running.clear(); // who asks from now on asks the engine
    for (auto &[key, entry] : m_entries)
        entry.expires = Steady::min();
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
