// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/simulator/JobLog.h"

#include "agent/simulator/PlanJson.h"
#include "agent/simulator/Random.h"

#include <algorithm>
#include <array>
#include <vector>

namespace resync::simulator {

namespace {

using Lines = std::vector<std::string>;

/// "Thu Nov 13 06:00:03 UTC 2025"
std::string bannerTime(Instant at)
{
    static constexpr std::array<std::string_view, 7> Days = {"Sun", "Mon", "Tue", "Wed",
                                                             "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> Months = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date(day);
    const std::string text = formatInstant(at);
    std::string result(Days[std::chrono::weekday(day).c_encoding()]);
    result += ' ';
    result += Months[static_cast<unsigned>(date.month()) - 1U];
    return result + ' ' + text.substr(8, 2) + ' ' + text.substr(11, 8) + " UTC " +
           text.substr(0, 4);
}

/// "06:00:03 INFO  …", as the scripts write.
std::string outputLine(Instant at, std::string_view level, std::string_view text)
{
    std::string line = formatInstant(at).substr(11, 8);
    line += ' ';
    line += level;
    line += ' ';
    return line.append(text);
}

void addHeader(Lines &lines, const PlanView &view, Row row, unsigned attempt, const RunTimes &run)
{
    const Job &job = view.plan().jobs[row];
    const Row agent = view.actualWorkstation(row);
    lines.push_back("= JOB       : " + streamKey(view, job.stream).substr(1) + "." + job.name);
    lines.push_back("= USER      : " + userOf(view, row));
    lines.push_back("= JCLFILE   : " + commandOf(view, row));
    lines.push_back("= TWSRCMAP  :");
    lines.push_back("= AGENT     : " + std::string(view.plan().workstations[agent].name()));
    lines.push_back("= Job Number: " + std::to_string(view.jobNumber(row, attempt)));
    lines.push_back("= " + bannerTime(view.at(run.hasStarted() ? run.startedAt : run.readyAt)));
}

void addFooter(Lines &lines, const PlanView &view, Row row, unsigned attempt, const RunTimes &run)
{
    const std::optional<int> code = view.returnCode(row, attempt);
    if (!run.hasEnded() || !code)
        return;
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(run.endedAt - run.startedAt);
    lines.push_back("= Exit Status           : " + std::to_string(*code));
    lines.push_back("= Elapsed Time (Minutes) : " + std::to_string(minutes.count()));
    lines.push_back("= Job CPU usage (ms) : " + std::to_string(200 + mixed(row) % 40'000));
    lines.push_back("= Job Memory usage (kb) : " + std::to_string(4096 + mixed(row + 1U) % 90'000));
    lines.push_back("= " + bannerTime(view.at(run.endedAt)));
}

/// What an unsuccessful script says last, by its return code.
std::vector<std::string_view> failureText(int code)
{
    switch (code) {
    case 1:
        return {"connect to db01.example.net:5432 failed: Connection timed out",
                "could not open a session after 3 attempts, giving up"};
    case 2:
        return {"input file not found: /var/in/today.csv", "No such file or directory"};
    case 4:
        return {"17 of 48210 records rejected, the limit is 10", "see /var/log/batch/rejects.csv"};
    case 8:
        return {"insert failed: duplicate key value violates a unique constraint",
                "rolled back, 0 records written"};
    case 9:
        return {"killed by signal 9"};
    case 12:
        return {"control total differs: expected 1204511.08, found 1204498.11"};
    case 137:
        return {"Killed", "the process needed more memory than it may use"};
    default:
        return {"write failed: No space left on device"};
    }
}

void addOutput(Lines &lines, const PlanView &view, Row row, unsigned attempt, const RunTimes &run)
{
    const bool hasEnded = run.hasEnded();
    const milliseconds end = hasEnded ? run.endedAt : view.life().now();
    const std::string &name = view.plan().jobs[row].name;
    lines.push_back(outputLine(view.at(run.startedAt), "INFO ", name + " starts"));
    milliseconds at = run.startedAt;
    for (std::uint64_t batch = 1; batch <= 40; ++batch) {
        at += milliseconds(1500 + mixed(row * 64U + batch) % 25'000);
        if (at >= end)
            break;
        const std::uint64_t records = batch * (200 + mixed(row) % 4000);
        lines.push_back(outputLine(view.at(at), "INFO ",
                                   "batch " + std::to_string(batch) + ": " +
                                       std::to_string(records) + " records"));
    }
    const std::optional<int> code = view.returnCode(row, attempt);
    if (!hasEnded || !code)
        return;
    if (*code == 0) {
        lines.push_back(outputLine(view.at(end), "INFO ", name + " ends, nothing to report"));
        return;
    }
    for (std::string_view text : failureText(*code))
        lines.push_back(outputLine(view.at(end), "ERROR", text));
    lines.push_back(outputLine(view.at(end), "ERROR",
                               name + " ends with return code " + std::to_string(*code)));
}

void addLaunchFailure(Lines &lines, const PlanView &view, Row row, const RunTimes &run)
{
    if (view.life().job(row).phase != Phase::Failed)
        return;
    lines.push_back(outputLine(view.at(run.endedAt), "ERROR",
                               "cannot start " + commandOf(view, row) + ": Permission denied"));
}

std::string joined(const Lines &lines, const LogPart &part)
{
    const std::size_t first = std::max<std::size_t>(part.fromLine, 1) - 1;
    const std::size_t last = part.toLine == 0 ? lines.size() : std::min(part.toLine, lines.size());
    std::string text;
    for (std::size_t i = first; i < last; ++i)
        text.append(lines[i]) += '\n';
    return text;
}

} // namespace

std::string jobLog(const PlanView &view, Row job, unsigned attempt, const LogPart &part)
{
    const RunTimes &run = view.life().job(job).runs[attempt - 1U];
    Lines lines;
    if (!part.isContentOnly)
        addHeader(lines, view, job, attempt, run);
    if (run.hasStarted())
        addOutput(lines, view, job, attempt, run);
    else
        addLaunchFailure(lines, view, job, run);
    if (!part.isContentOnly)
        addFooter(lines, view, job, attempt, run);
    return joined(lines, part);
}

} // namespace resync::simulator
