// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gui/SampleData.h"

#include <array>
#include <string>

using namespace std::chrono;

namespace resync::test {
namespace {

using domain::Job;
using domain::JobFlag;
using domain::Status;

constexpr std::array<const char *, 8> Names = {"LOAD_GL",  "SEND_PAYM", "CLOSE_AP", "IMPORT_FX",
                                               "CALC_VAR", "MATCH_TRD", "EXT_BILL", "FX_REVAL"};
constexpr std::array<const char *, 4> Folders = {"/FIN", "/TRE", "/RSK", "/BIL"};

std::string padded(int number)
{
    const std::string digits = std::to_string(number);
    return std::string(6 - std::min<std::size_t>(6, digits.size()), '0') + digits;
}

Job plainJob(int number)
{
    const auto n = static_cast<std::size_t>(number);
    Job job;
    job.id = domain::JobId("job-" + padded(number));
    job.name = std::string(Names[n % Names.size()]) +
               (n < Names.size() ? std::string() : '_' + std::to_string(number));
    job.folder = Folders[n % Folders.size()];
    job.workstation = "/FIN0" + std::to_string(number % 9 + 1);
    job.stream = {domain::JobStreamId("s" + padded(number / 10)), "EOD_" + padded(number / 10),
                  job.workstation};
    job.scheduledAt = SampleNow - minutes(10 + number % 200);
    job.status = Status::Waiting;
    job.rawStatus = "WAITING";
    job.priority = 10;
    job.dependencies = {3, 1};
    return job;
}

domain::Run runOf(int number, bool hasEnded)
{
    domain::Run run;
    run.number = 4000 + number;
    run.startedAt = SampleNow - minutes(12) - seconds(number % 600);
    if (hasEnded) {
        run.endedAt = *run.startedAt + seconds(52);
        run.elapsed = seconds(52);
    }
    run.estimated = minutes(6 + number % 20);
    return run;
}

void fail(Job &job, int number)
{
    job.status = Status::Error;
    job.internalStatus = number % 3 == 2 ? "fail" : "abend";
    job.rawStatus = "ERROR";
    job.returnCode = 8 + number % 5;
    job.run = runOf(number, true);
    job.actBy = SampleNow + minutes(16 + 4 * number);
    job.deadlineAt = SampleNow + hours(4);
    job.reason =
        domain::Statement{"sample", {}, "It ended with return code 8, 52 s after its start."};
    job.flags.set(JobFlag::Critical, number % 3 == 0);
}

void makeLate(Job &job, int number)
{
    job.status = number % 4 == 0 ? Status::Running : Status::Waiting;
    job.rawStatus = job.status == Status::Running ? "RUNNING" : "WAITING";
    if (job.status == Status::Running)
        job.run = runOf(number, false);
    job.flags.set(JobFlag::Late);
    job.actBy = SampleNow + minutes(25 + 5 * number);
    job.reason = domain::Statement{"sample", {}, "Waits for resource RSK_DB, 4 of 4 units in use"};
}

void hold(Job &job, int number)
{
    job.status = number % 2 == 0 ? Status::Held : Status::Blocked;
    job.rawStatus = "HELD";
    job.flags.set(JobFlag::NeedsReply, number % 5 == 0);
}

} // namespace

console::Dated<console::JobRows> sampleJobs(int count, Instant asOf)
{
    std::vector<Job> rows;
    rows.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        Job job = plainJob(i);
        if (i < 9)
            fail(job, i);
        else if (i < 27)
            makeLate(job, i);
        else if (i < 41)
            hold(job, i);
        else if (i % 25 == 0) {
            job.status = Status::Running;
            job.rawStatus = "RUNNING";
            job.run = runOf(i, false);
        } else if (i % 130 == 1) {
            job.status = Status::Ready;
            job.rawStatus = "READY";
        } else if (i % 5 == 2) {
            job.status = Status::Successful;
            job.rawStatus = "SUCCESSFUL";
            job.run = runOf(i, true);
            job.returnCode = 0;
        }
        rows.push_back(std::move(job));
    }
    console::Dated<console::JobRows> dated;
    dated.value = std::make_shared<const std::vector<Job>>(std::move(rows));
    dated.revision = "a.1";
    dated.freshness.asOf = asOf;
    dated.receivedAt = SampleNow;
    return dated;
}

console::Dated<domain::Plan> samplePlan(int jobs, Instant asOf)
{
    console::Dated<domain::Plan> dated;
    dated.freshness.asOf = asOf;
    dated.receivedAt = SampleNow;
    domain::Plan &plan = dated.value;
    plan.id = domain::PlanId("plan");
    plan.timeZone = "Europe/Zurich";
    const auto midnight = SampleNow - hours(2) - minutes(14) - seconds(20);
    plan.window = domain::PlanWindow{midnight, midnight + hours(24)};
    plan.engine.host = "mdm01";
    plan.engine.version = "10.2.5";
    plan.engine.apis = {"v2", "v1"};
    plan.jobs[static_cast<std::size_t>(Status::Waiting)] = jobs;
    return dated;
}

domain::Health sampleHealth()
{
    domain::Health health;
    health.status = domain::HealthStatus::Degraded;
    const auto add = [&](const char *name, domain::HealthStatus status, bool isConfigured,
                         double latency) {
        domain::HealthComponent part;
        part.name = name;
        part.configured = isConfigured;
        part.status = status;
        if (isConfigured) {
            part.latencyMs = latency;
            part.since = SampleNow - hours(2);
        }
        health.components.push_back(part);
    };
    add("engine", domain::HealthStatus::Ok, true, 41);
    add("plan", domain::HealthStatus::Ok, true, 3);
    add("redis", domain::HealthStatus::Unknown, false, 0);
    add("knowledge", domain::HealthStatus::Degraded, true, 812);
    add("llm", domain::HealthStatus::Unknown, false, 0);
    add("store", domain::HealthStatus::Ok, true, 2);
    add("clock", domain::HealthStatus::Ok, true, 14);
    add("disk", domain::HealthStatus::Ok, true, 1);
    return health;
}

domain::CacheStats sampleCache(Instant asOf)
{
    domain::CacheStats stats;
    stats.hits = 992;
    stats.misses = 8;
    stats.size = 26'300'000;
    stats.callsUsed = 34;
    stats.callsLimit = 120;
    for (const char *name : {"jobs", "job_streams", "workstations"}) {
        domain::CacheScope scope;
        scope.name = name;
        scope.tier = "snapshot";
        scope.entries = 19'985;
        scope.bytes = 24'000'000;
        scope.asOf = asOf;
        stats.scopes.push_back(scope);
    }
    return stats;
}

domain::ConfigReport sampleConfig()
{
    domain::ConfigReport report;
    report.environment = "production";
    report.version = "0.1.0";
    report.loadedAt = SampleNow - hours(3);
    const auto add = [&](const char *group, const char *key, const char *value, bool isSecret) {
        domain::ConfigItem item;
        item.group = group;
        item.key = key;
        item.type = isSecret ? "secret" : "text";
        item.value = value;
        item.isSecret = isSecret;
        item.isSet = true;
        item.isDefault = false;
        item.layer = "dotenv";
        item.file = ".env";
        item.line = 3;
        item.description = std::string("What ") + key + " is for.";
        report.items.push_back(item);
    };
    add("tws", "TWS_HOST", "mdm01", false);
    add("tws", "TWS_PORT", "31116", false);
    add("tws", "TWS_PASSWORD", "********", true);
    add("server", "SERVER_HOST", "0.0.0.0", false);
    add("server", "SERVER_PORT", "8000", false);
    add("admin", "ADMIN_USERNAME", "m.keller", false);
    add("admin", "ADMIN_PASSWORD", "********", true);
    return report;
}

console::Profile sampleProfile()
{
    console::Profile profile;
    profile.id = QStringLiteral("sample");
    profile.name = QStringLiteral("FIN-PROD");
    profile.url = QUrl(QStringLiteral("https://resync.fin.example:8443"));
    profile.user = QStringLiteral("m.keller");
    profile.environment = console::Environment::Production;
    return profile;
}

console::MetricsSample sampleMetrics(int step)
{
    console::MetricsSample sample;
    sample.at = SampleNow - minutes(10) + seconds(5 * step);
    const auto jobs = [&](const char *status, double value) {
        sample.lines.push_back({"resync_jobs", {{"status", status}}, value});
    };
    jobs("error", 9 + step / 20);
    jobs("running", 800 + step % 17);
    jobs("ready", 140 + step % 9);
    jobs("held", 14);
    jobs("waiting", 14636 - 12 * step);
    jobs("successful", 4312 + 12 * step);
    return sample;
}

} // namespace resync::test
