// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/mirror/HotRefresh.h"

#include "agent/mirror/IdCheck.h"
#include "agent/mirror/PagedRead.h"

#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <utility>

namespace resync::mirror {

namespace {

using Form = RowQuery::Form;

/// Ids that are asked for in one refresh, at most; the others have their turn in the next ones.
constexpr std::size_t MostIdsAsked = 10 * RowQuery::MaxIds;

std::vector<Form> formsOf(Rung rung)
{
    switch (rung) {
    case Rung::OneQuery:
        return {Form::CanHaveChanged};
    case Rung::SeparateQueries:
        return {Form::Active, Form::StartedSince, Form::EndedSince};
    case Rung::SweepOnly:
        break;
    }
    return {};
}

class HotReader : public std::enable_shared_from_this<HotReader>
{
public:
    HotReader(EngineReads &reads, HotOrder order, PlanBatch &batch, Callback<HotRead> done)
        : m_reads(reads)
        , m_order(std::move(order))
        , m_batch(batch)
        , m_done(std::move(done))
    {
        m_read.rungs = m_order.rungs;
    }

    void start()
    {
        const auto asked = std::chrono::steady_clock::now();
        m_reads.fetchIdentity(
            [self = shared_from_this(), asked](Result<domain::EngineIdentity> answer) {
                if (!answer)
                    return self->fail(answer.error(), "engine info");
                self->m_read.pingTook = std::chrono::steady_clock::now() - asked;
                self->m_read.clockOffset = self->m_reads.engine().clockOffset();
                self->m_read.engine = std::move(*answer);
                self->readWorkstations();
            });
    }

private:
    using Next = std::function<void()>;

    /// One list and how it is read.
    template<typename Row>
    struct List
    {
        Collection collection;
        Rung *rung;
        std::function<void(const Row &)> put;
        Next next;
    };

    void readWorkstations()
    {
        if (!m_order.wanted.has(Collection::Workstations))
            return readStreams();
        auto stations = std::make_shared<std::map<std::string, domain::Workstation>>();
        readPages<domain::Workstation>(
            m_reads, {}, CallPriority::Refresh,
            [stations](const domain::Workstation &row) {
                stations->insert_or_assign(row.id.value(), row);
            },
            [self = shared_from_this(), stations](Result<ReadPages> answer) {
                if (!answer)
                    return self->fail(answer.error(), toString(Collection::Workstations));
                self->note(*answer);
                auto &rows = self->m_read.workstations.emplace();
                rows.reserve(stations->size());
                for (auto &[id, row] : *stations)
                    rows.push_back(std::move(row));
                self->noteTotal(rows.size(), answer->total);
                self->readStreams();
            });
    }

    void readStreams()
    {
        if (!m_order.wanted.has(Collection::JobStreams))
            return readJobs();
        auto put = [this](const domain::JobStream &row) {
            m_streamIds.insert(row.id.value());
            m_batch.put(row);
        };
        readList<domain::JobStream>(
            {Collection::JobStreams, &m_read.rungs.streams, put, [this] { askForStreams(); }});
    }

    void askForStreams()
    {
        std::vector<std::string> ids;
        if (!m_order.isWhole)
            for (const auto &row : *m_order.shown->streams)
                if (isActive(row.stream.status) &&
                    !m_streamIds.contains(IdKey(row.stream.id.value())))
                    ids.push_back(row.stream.id.value());
        if (ids.size() > MostIdsAsked)
            ids.resize(MostIdsAsked);
        m_read.streamsAsked = ids.size();
        checkIds<domain::JobStream>(
            m_reads, std::move(ids), CallPriority::Refresh,
            [this](const domain::JobStream &row) { m_batch.put(row); },
            [this](const std::string &id) {
                ++m_read.goneStreams;
                m_batch.removeStream(id);
            },
            [self = shared_from_this()](Result<> answer) {
                if (!answer && answer.error().kind != ErrorKind::NotOffered)
                    return self->fail(answer.error(), toString(Collection::JobStreams));
                self->readJobs();
            });
    }

    void readJobs()
    {
        if (!m_order.wanted.has(Collection::Jobs))
            return finish();
        auto put = [this](const domain::Job &row) {
            ++m_read.jobs;
            if (!m_order.isWhole)
                m_read.jobIds.insert(row.id.value());
            m_batch.put(row);
        };
        readList<domain::Job>(
            {Collection::Jobs, &m_read.rungs.jobs, put, [this] { askForJobs(); }});
    }

    void askForJobs()
    {
        checkIds<domain::Job>(
            m_reads, activeJobsThatDidNotCome(), CallPriority::Refresh,
            [this](const domain::Job &row) {
                m_read.jobIds.insert(row.id.value());
                m_batch.put(row);
            },
            [this](const std::string &id) {
                ++m_read.gone;
                m_read.jobIds.insert(id);
                m_batch.removeJob(id);
            },
            [self = shared_from_this()](Result<> answer) {
                if (!answer && answer.error().kind != ErrorKind::NotOffered)
                    return self->fail(answer.error(), toString(Collection::Jobs));
                self->probePlan();
            });
    }

    [[nodiscard]] std::vector<std::string> activeJobsThatDidNotCome()
    {
        std::vector<std::string> ids;
        if (m_order.isWhole || m_read.rungs.jobs == Rung::SweepOnly)
            return ids;
        const JobTable &table = *m_order.shown->jobs;
        const std::size_t first = table.firstAfter(m_order.askAfter);
        for (std::size_t i = 0; i < table.size() && ids.size() < MostIdsAsked; ++i) {
            const std::size_t row = (first + i) % table.size();
            if (!isActive(table.statusAt(row)))
                continue;
            if (const IdKey id = table.keyAt(row); !m_read.jobIds.contains(id))
                ids.push_back(id.text());
        }
        m_read.askedUpTo = ids.size() < MostIdsAsked ? std::string() : ids.back();
        return ids;
    }

    /// In a quiet hour no row tells whether the plan is still the same; one row of the list does.
    void probePlan()
    {
        if (m_order.isWhole || !m_batch.planId().value().empty())
            return finish();
        m_reads.fetch(PageRequest{0, 1, {}, CallPriority::Refresh},
                      Callback<Page<domain::Job>>([self = shared_from_this()](
                                                      Result<Page<domain::Job>> answer) {
                          if (!answer)
                              return self->fail(answer.error(), toString(Collection::Jobs));
                          for (const auto &row : answer->rows)
                              self->m_batch.note(row.planId);
                          self->m_read.listed =
                              answer->rows.empty() ? std::optional<std::size_t>(0) : answer->total;
                          self->finish();
                      }));
    }

    template<typename Row>
    void readList(List<Row> list, std::size_t query = 0)
    {
        const auto forms =
            m_order.isWhole ? std::vector<Form>{Form::Everything} : formsOf(*list.rung);
        if (query >= forms.size())
            return list.next();
        RowQuery wanted;
        wanted.form = forms[query];
        wanted.since = m_order.since;
        auto sink = list.put;
        readPages<Row>(m_reads, std::move(wanted), CallPriority::Refresh, std::move(sink),
                       [self = shared_from_this(), list = std::move(list),
                        query](Result<ReadPages> answer) mutable {
                           self->onList(std::move(list), query, answer);
                       });
    }

    template<typename Row>
    void onList(List<Row> list, std::size_t query, const Result<ReadPages> &answer)
    {
        const bool canGoDown = !m_order.isWhole && *list.rung != Rung::SweepOnly;
        if (!answer && answer.error().kind == ErrorKind::NotOffered && canGoDown) {
            *list.rung = *list.rung == Rung::OneQuery ? Rung::SeparateQueries : Rung::SweepOnly;
            return readList(std::move(list));
        }
        if (!answer)
            return fail(answer.error(), toString(list.collection));
        note(*answer);
        if (m_order.isWhole)
            noteTotal(answer->rows, answer->total);
        readList(std::move(list), query + 1);
    }

    void note(const ReadPages &pages) { m_read.rows += pages.rows; }

    void noteTotal(std::size_t rows, const std::optional<std::size_t> &total)
    {
        if (!m_order.isWhole || !total)
            return;
        const auto difference = static_cast<long long>(*total) - static_cast<long long>(rows);
        m_read.missing = m_read.missing.value_or(0) + static_cast<int>(std::llabs(difference));
    }

    void finish() { m_done(std::move(m_read)); }
    void fail(const Error &error, std::string_view what)
    {
        m_done(tl::unexpected<Error>(error.during("read " + std::string(what))));
    }

    EngineReads &m_reads;
    const HotOrder m_order;
    PlanBatch &m_batch;
    Callback<HotRead> m_done;
    HotRead m_read;
    IdSet m_streamIds;
};

template<typename Row>
void readForms(EngineReads &reads, std::vector<Form> forms, Instant since, PlanBatch &batch,
               Callback<void> done)
{
    if (forms.empty())
        return done({});
    RowQuery query;
    query.form = forms.back();
    query.since = since;
    forms.pop_back();
    readPages<Row>(
        reads, std::move(query), CallPriority::Refresh,
        [&batch](const Row &row) { batch.put(row); },
        [&reads, forms = std::move(forms), since, &batch,
         done = std::move(done)](Result<ReadPages> answer) mutable {
            if (!answer && answer.error().kind != ErrorKind::NotOffered)
                return done(tl::unexpected<Error>(answer.error().during("read what moved")));
            readForms<Row>(reads, std::move(forms), since, batch, std::move(done));
        });
}

} // namespace

std::string_view toString(Rung rung)
{
    static constexpr std::array<std::string_view, 3> Words = {"one_query", "separate_queries",
                                                              "sweep_only"};
    return Words.at(static_cast<std::size_t>(rung));
}

bool isActive(domain::Status status)
{
    return status != domain::Status::Waiting && !domain::isFinal(status);
}

void readHot(EngineReads &reads, HotOrder order, PlanBatch &batch, Callback<HotRead> done)
{
    std::make_shared<HotReader>(reads, std::move(order), batch, std::move(done))->start();
}

void readMovedRows(EngineReads &reads, const HotOrder &order, PlanBatch &batch, Callback<void> done)
{
    const auto forms = [&](Collection collection, Rung rung) {
        return order.wanted.has(collection) ? formsOf(rung) : std::vector<Form>();
    };
    auto readJobs = [&reads, jobs = forms(Collection::Jobs, order.rungs.jobs), since = order.since,
                     &batch, done = std::move(done)](Result<> answer) mutable {
        if (!answer)
            return done(std::move(answer));
        readForms<domain::Job>(reads, std::move(jobs), since, batch, std::move(done));
    };
    readForms<domain::JobStream>(reads, forms(Collection::JobStreams, order.rungs.streams),
                                 order.since, batch, std::move(readJobs));
}

} // namespace resync::mirror
