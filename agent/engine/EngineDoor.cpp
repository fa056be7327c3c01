// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/engine/EngineDoor.h"

#include <utility>

namespace resync::engine {

EngineDoor::EngineDoor(net::HttpClient &client, EngineSettings settings, Executor planThread,
                       const Clock &clock, EngineCallObserver *observer)
    : m_calls(std::make_shared<EngineCalls>(client, std::move(settings), std::move(planThread),
                                            clock, observer))
    , m_v2(m_calls)
{}

EngineDoor::~EngineDoor()
{
    m_calls->stop();
}

void EngineDoor::forgetCapabilities()
{
    m_calls->forgetLogin();
    m_v2.forgetCapabilities();
}

void EngineDoor::fetchIdentity(Callback<domain::EngineIdentity> done)
{
    m_v2.fetchIdentity([done = std::move(done)](Result<domain::EngineIdentity> answer) {
        if (!answer && answer.error().kind == ErrorKind::NotOffered)
            answer.error().kind = ErrorKind::Protocol, answer.error().code = "engine_protocol";
        done(std::move(answer));
    });
}

void EngineDoor::fetchWorkstations(mirror::PageRequest page,
                                   Callback<mirror::Page<domain::Workstation>> done)
{
    m_v2.fetchWorkstations(std::move(page), std::move(done));
}

void EngineDoor::fetchJobStreams(mirror::PageRequest page,
                                 Callback<mirror::Page<domain::JobStream>> done)
{
    m_v2.fetchJobStreams(std::move(page), std::move(done));
}

void EngineDoor::fetchJobs(mirror::PageRequest page, Callback<mirror::Page<domain::Job>> done)
{
    m_v2.fetchJobs(std::move(page), std::move(done));
}

void EngineDoor::fetchJobDetail(const domain::JobId &id, Callback<domain::JobDetail> done)
{
    m_v2.fetchJobDetail(id, std::move(done));
}

void EngineDoor::fetchCounts(mirror::CountedKind kind,
                             Callback<std::vector<mirror::FolderCount>> done)
{
    m_v2.fetchCounts(kind, std::move(done));
}

void EngineDoor::fetchJobDependencies(mirror::PageRequest page,
                                      Callback<mirror::Page<domain::JobDependencies>> done)
{
    m_v2.fetchJobDependencies(std::move(page), std::move(done));
}

void EngineDoor::fetchStreamDependencies(mirror::PageRequest page,
                                         Callback<mirror::Page<domain::StreamDependencies>> done)
{
    m_v2.fetchStreamDependencies(std::move(page), std::move(done));
}

void EngineDoor::fetchResources(mirror::PageRequest page,
                                Callback<mirror::Page<domain::Resource>> done)
{
    m_v2.fetchResources(std::move(page), std::move(done));
}

void EngineDoor::fetchPrompts(mirror::PageRequest page, Callback<mirror::Page<domain::Prompt>> done)
{
    m_v2.fetchPrompts(std::move(page), std::move(done));
}

void EngineDoor::fetchRuns(const domain::JobId &id, Callback<std::vector<domain::JobRun>> done)
{
    m_v2.fetchRuns(id, std::move(done));
}

void EngineDoor::fetchLog(const domain::JobId &id, const domain::LogRange &range,
                          Callback<domain::JobLog> done)
{
    m_v2.fetchLog(id, range, std::move(done));
}

} // namespace resync::engine
