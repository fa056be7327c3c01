// SPDX-License-Identifier: GPL-3.0-or-later
// The refs of jobs and streams: one spelling, so they are made in one place.
#include "shared/domain/Job.h"
#include "shared/domain/JobStream.h"

namespace resync::domain {

namespace {

void appendPath(std::string &out, std::string_view workstation, std::string_view folder,
                std::string_view stream)
{
    out += workstation;
    out += '#';
    out += folder;
    if (!folder.ends_with('/'))
        out += '/';
    out += stream;
}

void appendTime(std::string &out, const std::optional<Instant> &scheduledAt)
{
    if (!scheduledAt)
        return;
    constexpr std::size_t ToTheMinute = std::string_view("2026-11-24T05:00").size();
    out += '[';
    const std::size_t start = out.size();
    appendInstant(out, *scheduledAt);
    out.resize(start + ToTheMinute);
    out += "Z]";
}

} // namespace

void appendJobRef(std::string &out, const Job &job)
{
    appendPath(out, job.stream.workstation, job.folder, job.stream.name);
    appendTime(out, job.scheduledAt);
    out += '.';
    out += job.name;
}

void appendJobSeries(std::string &out, const Job &job)
{
    appendPath(out, job.stream.workstation, job.folder, job.stream.name);
    out += '.';
    out += job.name;
}

void appendStreamRef(std::string &out, const JobStream &stream)
{
    appendStreamSeries(out, stream);
    appendTime(out, stream.scheduledAt);
}

void appendStreamSeries(std::string &out, const JobStream &stream)
{
    appendPath(out, stream.workstation, stream.folder, stream.name);
}

std::string jobRef(const Job &job)
{
    std::string out;
    appendJobRef(out, job);
    return out;
}

std::string jobSeries(const Job &job)
{
    std::string out;
    appendJobSeries(out, job);
    return out;
}

std::string streamRef(const JobStream &stream)
{
    std::string out;
    appendStreamRef(out, stream);
    return out;
}

std::string streamSeries(const JobStream &stream)
{
    std::string out;
    appendStreamSeries(out, stream);
    return out;
}

} // namespace resync::domain
