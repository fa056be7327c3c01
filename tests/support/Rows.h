// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/domain/Job.h"
#include "shared/domain/JobStream.h"
#include "shared/domain/Workstation.h"
#include "shared/protocol/FreshnessCodec.h"

namespace resync::test {

/// 2026-11-24T05:00:00Z plus \a minutes.
[[nodiscard]] inline Instant at(int minutes)
{
    return *parseInstant("2026-11-24T05:00Z") + std::chrono::minutes(minutes);
}

/// A job with a value in every member.
[[nodiscard]] inline domain::Job fullJob()
{
    domain::Job job;
    job.id = domain::JobId("job;1");
    job.planId = domain::PlanId("plan1");
    job.name = "LOAD";
    job.folder = "/FIN";
    job.workstation = "/AGT_FIN01";
    job.stream = {domain::JobStreamId("js1"), "CLOSE", "/MDM"};
    job.scheduledAt = at(0);
    job.timeZone = "America/Sao_Paulo";
    job.status = domain::Status::Error;
    job.internalStatus = "abend";
    job.subStatus = "hold_waiting_for_time";
    job.rawStatus = "ABEND";
    job.reason = domain::Statement{"ended_with_code", {{"return_code", "8"}}, "Ended with code 8."};
    job.flags.set(domain::JobFlag::Critical);
    job.flags.set(domain::JobFlag::Restarted);
    job.flags.set(domain::JobFlag::DeadlinePassed);
    job.priority = 10;
    job.returnCode = 8;
    job.run = domain::Run{domain::RunId("r1"), 40123, 2,     "rerun",
                          "/AGT_FIN02",        at(1), at(9), milliseconds(450'000),
                          milliseconds(500)};
    job.runCount = 2;
    job.startAt = at(0);
    job.latestStartAt = at(5);
    job.deadlineAt = at(60);
    job.maxDuration = milliseconds(1'800'000);
    job.criticalStartAt = at(4);
    job.actBy = at(20);
    job.dependencies = {3, 1};
    job.changedAt = at(9);
    return job;
}

/// A job stream with a value in every member.
[[nodiscard]] inline domain::JobStream fullStream()
{
    domain::JobStream stream;
    stream.id = domain::JobStreamId("js1");
    stream.name = "CLOSE1";
    stream.aliasOf = "CLOSE";
    stream.folder = "/FIN";
    stream.workstation = "/MDM";
    stream.scheduledAt = at(0);
    stream.status = domain::Status::Running;
    stream.internalStatus = "exec";
    stream.late = false;
    stream.carriedForward = true;
    stream.pendingPredecessor = false;
    stream.priority = 10;
    stream.limit = -1;
    stream.startedAt = at(1);
    stream.estimated = milliseconds(90'250);
    stream.deadlineAt = at(60);
    stream.dependencies = {2, 0};
    stream.submitter = "batchman";
    return stream;
}

/// A workstation with a value in every member.
[[nodiscard]] inline domain::Workstation fullWorkstation()
{
    domain::Workstation station;
    station.id = domain::WorkstationId("ws1");
    station.name = "AGT_FIN01";
    station.folder = "/";
    station.type = "agent";
    station.os = "unix";
    station.node = "fin01.example";
    station.domain = "MASTERDM";
    station.host = "/MDM";
    station.version = "10.2.5.00";
    station.linked = true;
    station.running = false;
    station.states = {"linked", "batchman_running"};
    station.flags = {"full_status"};
    station.limit = 20;
    station.fence = 0;
    station.jobsRequested = 4;
    station.timeZone = "UTC";
    station.startedAt = at(-60);
    station.certificateExpiresAt = at(60 * 24 * 30);
    return station;
}

[[nodiscard]] inline protocol::Stamp freshStamp()
{
    return {"3f9a.17", {at(10), std::nullopt, domain::Source::Demo}};
}

[[nodiscard]] inline protocol::Stamp staleStamp()
{
    return {"3f9a.17", {at(10), domain::StaleReason::EngineUnreachable, domain::Source::Engine}};
}

} // namespace resync::test
