// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineDoor.h"

#include "agent/engine/AnswerCheck.h"
#include "agent/engine/MetricsReader.h"
#include "shared/core/Log.h"

#include <utility>

namespace resync::engine {

namespace {

/// Whether a host is the active master changes by a person's hand.
constexpr std::chrono::minutes V1WordLasts(1);
constexpr std::size_t MaxMetricsBytes = 32U << 20U;

Error asProtocol(Error error)
{
    error.kind = ErrorKind::Protocol;
    error.code = engineProblemCode(error.kind);
    return error;
}

Error demoRefused(const std::string &host)
{
    return {ErrorKind::Protocol, std::string(engineProblemCode(ErrorKind::Protocol)),
            "engine info: " + host +
                " is a simulator (demo), which production does not mirror: correct TWS_HOST, or "
                "APP_ENV"};
}

/// Asks the other API when the first one does not have it.
template<typename T>
Callback<T> orElse(std::function<void(Callback<T>)> other, Callback<T> done)
{
    return [other = std::move(other), done = std::move(done)](Result<T> answer) {
        if (!answer && answer.error().kind == ErrorKind::NotOffered)
            other(done);
        else
            done(std::move(answer));
    };
}

} // namespace

EngineDoor::EngineDoor(net::HttpClient &client, EngineSettings settings, Executor planThread,
                       const Clock &clock, EngineCallObserver *observer)
    : m_clock(clock)
    , m_refusesDemo(settings.refusesDemo)
    , m_calls(std::make_shared<EngineCalls>(client, std::move(settings), std::move(planThread),
                                            clock, observer))
    , m_v2(m_calls)
    , m_v1(m_calls)
{}

EngineDoor::~EngineDoor()
{
    m_calls->stop();
}

void EngineDoor::setLogin(std::string user, std::string password, std::string apiKey)
{
    m_calls->setLogin(std::move(user), std::move(password), std::move(apiKey));
    forgetOffers();
}

void EngineDoor::forgetCapabilities()
{
    m_calls->forgetLogin();
    forgetOffers();
}

void EngineDoor::forgetOffers()
{
    m_hostMoves = m_calls->hostMoves();
    m_v2.forgetCapabilities();
    m_v1.forgetCapabilities();
    m_offers.forget();
    m_v1Offer = Offer::Unknown;
    m_v1Word.reset();
    m_asksAgain = true;
}

void EngineDoor::fetchIdentity(Callback<domain::EngineIdentity> done)
{
    if (!m_refusesDemo)
        return identify(std::move(done));
    identify([done = std::move(done)](Result<domain::EngineIdentity> answer) {
        if (answer && answer->isDemo)
            return done(tl::unexpected<Error>(demoRefused(answer->host)));
        done(std::move(answer));
    });
}

void EngineDoor::identify(Callback<domain::EngineIdentity> done)
{
    if (m_hostMoves != m_calls->hostMoves())
        forgetOffers();
    if (usesV1() && !std::exchange(m_asksAgain, false))
        return identifyByV1(notOffered("API v2"), std::move(done));
    m_v2.fetchIdentity([this, done = std::move(done)](Result<domain::EngineIdentity> answer) {
        if (!answer && answer.error().kind == ErrorKind::NotOffered)
            return identifyByV1(std::move(answer.error()), done);
        if (!answer)
            return done(std::move(answer));
        m_v2Offer = Offer::Offered;
        m_v1.setExtra(true);
        addV1(std::move(*answer), done);
    });
}

/// A host that has neither is no engine, or one that is just starting: nothing is remembered then.
void EngineDoor::identifyByV1(Error v2Error, Callback<domain::EngineIdentity> done)
{
    m_v1.setExtra(false);
    m_v1.fetchIdentity([this, v2Error = std::move(v2Error),
                        done = std::move(done)](Result<domain::EngineIdentity> answer) {
        m_v2Offer = answer ? Offer::Missing : Offer::Unknown;
        m_v1Offer = answer ? Offer::Offered : Offer::Unknown;
        if (!answer && answer.error().kind == ErrorKind::NotOffered)
            return done(tl::unexpected<Error>(asProtocol(v2Error)));
        done(std::move(answer));
    });
}

domain::EngineIdentity EngineDoor::withWordOf(const V1Word &word, domain::EngineIdentity identity)
{
    identity.apis.emplace_back("v1");
    identity.isActiveMaster = word.isActiveMaster;
    identity.isDemo = identity.isDemo || word.isDemo;
    return identity;
}

/// What v1 adds is worth having, but the identity is one without it. Asked once a minute.
void EngineDoor::addV1(domain::EngineIdentity identity, Callback<domain::EngineIdentity> done)
{
    if (hasNoV1())
        return done(std::move(identity));
    const auto now = m_clock.steady();
    if (m_v1Word && now - m_v1Word->at < V1WordLasts)
        return done(withWordOf(*m_v1Word, std::move(identity)));
    m_v1.fetchIdentity([this, now, identity = std::move(identity),
                        done = std::move(done)](Result<domain::EngineIdentity> answer) mutable {
        if (answer) {
            m_v1Offer = Offer::Offered;
            m_v1Word = {answer->isActiveMaster, answer->isDemo, now};
            return done(withWordOf(*m_v1Word, std::move(identity)));
        }
        if (answer.error().kind == ErrorKind::NotOffered) {
            m_v1Offer = Offer::Missing;
        } else if (answer.error().kind == ErrorKind::Unauthorized) {
            m_v1Offer = Offer::Missing; // asking on could lock the account
            log::warning("engine", "API v1 refuses the login that API v2 accepts; doing without",
                         {{"answer", answer.error().message}});
        } else if (answer.error().kind == ErrorKind::Cancelled) {
            return done(std::move(answer));
        }
        done(std::move(identity));
    });
}

void EngineDoor::fetchWorkstations(mirror::PageRequest page,
                                   Callback<mirror::Page<domain::Workstation>> done)
{
    usesV1() ? m_v1.fetchWorkstations(std::move(page), std::move(done))
             : m_v2.fetchWorkstations(std::move(page), std::move(done));
}

void EngineDoor::fetchJobStreams(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::JobStream>> done)
{
    usesV1() ? m_v1.fetchJobStreams(std::move(page), std::move(done))
             : m_v2.fetchJobStreams(std::move(page), std::move(done));
}

void EngineDoor::fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done)
{
    usesV1() ? m_v1.fetchJobs(std::move(page), std::move(done))
             : m_v2.fetchJobs(std::move(page), std::move(done));
}

void EngineDoor::fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    usesV1() ? m_v1.fetchJobDetail(id, std::move(done)) : m_v2.fetchJobDetail(id, std::move(done));
}

void EngineDoor::fetchCounts(mirror::CountedKind kind,
                             Callback<std::vector<mirror::FolderCount>> done)
{
    using Counts = std::vector<mirror::FolderCount>;
    std::function<void(Callback<Counts>)> byV1 = [this, kind](auto d) {
        if (hasNoV1())
            return d(tl::unexpected<Error>(notOffered("counts of the plan")));
        m_v1.fetchCounts(kind, std::move(d));
    };
    if (usesV1())
        return byV1(std::move(done));
    m_v2.fetchCounts(kind, orElse<Counts>(byV1, std::move(done)));
}

void EngineDoor::fetchJobDependencies(mirror::PageRequest page,
                                      Callback<mirror::Page<domain::JobDependencies>> done)
{
    usesV1() ? m_v1.fetchJobDependencies(std::move(page), std::move(done))
             : m_v2.fetchJobDependencies(std::move(page), std::move(done));
}

void EngineDoor::fetchStreamDependencies(mirror::PageRequest page,
                                         Callback<mirror::Page<domain::StreamDependencies>> done)
{
    usesV1() ? m_v1.fetchStreamDependencies(std::move(page), std::move(done))
             : m_v2.fetchStreamDependencies(std::move(page), std::move(done));
}

void EngineDoor::fetchPlanInfo(Callback<mirror::PlanInfo> done)
{
    if (hasNoV1())
        return done(tl::unexpected<Error>(notOffered("the window of the plan")));
    m_v1.fetchPlanInfo(std::move(done));
}

/// A refused login there says nothing of the API; like a 404, it is remembered.
void EngineDoor::fetchMetrics(Callback<mirror::EngineMetrics> done)
{
    constexpr std::string_view Operation = "engine_metrics";
    if (m_offers.isMissing(Operation))
        return done(tl::unexpected<Error>(notOffered("metrics of its own")));
    auto metrics = std::make_shared<mirror::EngineMetrics>();
    auto read = [metrics](const std::string &, net::HttpResponse &answer) -> Result<> {
        auto made = readEngineMetrics(answer.body);
        if (!made)
            return tl::unexpected<Error>(std::move(made.error()));
        *metrics = std::move(*made);
        return {};
    };
    auto onAnswer = [this, Operation, metrics, done = std::move(done)](Result<> result) {
        if (result)
            return done(std::move(*metrics));
        const Error &error = result.error();
        if (!saysNotOffered(error) && error.kind != ErrorKind::Unauthorized)
            return done(tl::unexpected<Error>(error));
        m_offers.noteMissing(Operation);
        done(tl::unexpected<Error>(notOffered("metrics of its own")));
    };
    EngineCall call{Operation, "metrics", {}, MaxMetricsBytes};
    call.root = ApiRoot::Metrics;
    call.isOfOneObject = true;
    call.isExtra = true;
    call.isText = true;
    m_calls->send(std::move(call), std::move(read), std::move(onAnswer));
}

void EngineDoor::fetchResources(mirror::PageRequest page,
                                Callback<mirror::Page<domain::Resource>> done)
{
    usesV1() ? m_v1.fetchResources(std::move(page), std::move(done))
             : m_v2.fetchResources(std::move(page), std::move(done));
}

void EngineDoor::fetchPrompts(mirror::PageRequest page, Callback<mirror::Page<domain::Prompt>> done)
{
    using Prompts = mirror::Page<domain::Prompt>;
    std::function<void(Callback<Prompts>)> byV1 = [this, page](auto d) {
        if (hasNoV1())
            return d(tl::unexpected<Error>(notOffered("prompts")));
        m_v1.fetchPrompts(page, std::move(d));
    };
    if (usesV1())
        return byV1(std::move(done));
    m_v2.fetchPrompts(page, orElse<Prompts>(byV1, std::move(done)));
}

void EngineDoor::fetchCriticalJobs(Callback<std::vector<domain::CriticalJob>> done)
{
    if (hasNoV1())
        return done(tl::unexpected<Error>(notOffered("critical jobs")));
    m_v1.fetchCriticalJobs(std::move(done));
}

void EngineDoor::fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done)
{
    usesV1() ? m_v1.fetchRuns(id, std::move(done)) : m_v2.fetchRuns(id, std::move(done));
}

void EngineDoor::fetchRunHistory(const domain::Job &job, std::size_t limit,
                                 Callback<std::vector<domain::JobRun>> done)
{
    if (hasNoV1())
        return done(tl::unexpected<Error>(notOffered("the history of runs")));
    m_v1.fetchRunHistory(job, limit, std::move(done));
}

void EngineDoor::fetchLog(const domain::JobId &id, const domain::LogRange &range,
                          Callback<domain::JobLog> done)
{
    usesV1() ? m_v1.fetchLog(id, range, std::move(done))
             : m_v2.fetchLog(id, range, std::move(done));
}

} // namespace resync::engine
