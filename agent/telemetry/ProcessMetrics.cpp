// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/ProcessMetrics.h"

#include "shared/core/Text.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>

namespace resync::telemetry {

namespace {

std::string contents(const char *path)
{
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::optional<double> toNumber(std::string_view text)
{
    const auto number = parseNatural(text);
    return number ? std::optional(static_cast<double>(*number)) : std::nullopt;
}

/// The fields of /proc/self/stat behind the program's name, which may hold anything (proc(5)):
/// the first one is field 3.
class ProcessStat
{
public:
    ProcessStat()
        : m_text(contents("/proc/self/stat"))
    {
        if (const auto end = m_text.rfind(") "); end != std::string::npos)
            m_fields = split(std::string_view(m_text).substr(end + 2), ' ');
    }

    [[nodiscard]] std::optional<double> field(std::size_t number) const
    {
        constexpr std::size_t First = 3;
        const std::size_t index = number - First;
        return index < m_fields.size() ? toNumber(m_fields[index]) : std::nullopt;
    }

private:
    std::string m_text;
    std::vector<std::string_view> m_fields;
};

std::optional<double> bootTime()
{
    constexpr std::string_view Name = "btime ";
    const std::string text = contents("/proc/stat");
    for (const std::string_view line : split(text, '\n')) {
        if (line.starts_with(Name))
            return toNumber(line.substr(Name.size()));
    }
    return std::nullopt;
}

std::optional<double> openFiles()
{
    std::error_code failed;
    double count = -1; // the iteration itself holds one open
    for (std::filesystem::directory_iterator it("/proc/self/fd", failed), end; !failed && it != end;
         it.increment(failed))
        ++count;
    return failed ? std::nullopt : std::optional(count);
}

std::optional<double> maxFiles()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return std::nullopt;
    return static_cast<double>(limit.rlim_cur);
}

std::optional<double> processorSeconds()
{
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) != 0)
        return std::nullopt;
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::optional<double> times(std::optional<double> value, long factor)
{
    if (!value || factor <= 0)
        return std::nullopt;
    return *value * static_cast<double>(factor);
}

std::optional<double> startTime(const ProcessStat &stat)
{
    const auto boot = bootTime();
    const auto ticks = stat.field(22);
    const long perSecond = ::sysconf(_SC_CLK_TCK);
    if (!boot || !ticks || perSecond <= 0)
        return std::nullopt;
    return *boot + *ticks / static_cast<double>(perSecond);
}

} // namespace

std::optional<double> residentBytes()
{
    return times(ProcessStat().field(24), ::sysconf(_SC_PAGESIZE));
}

void collectProcess(MetricFamilies &families)
{
    const ProcessStat stat;
    families.counter("process_cpu_seconds_total", "User and system processor time.", {},
                     processorSeconds());
    families.gauge("process_resident_memory_bytes", "Resident memory.", {}, residentBytes());
    families.gauge("process_virtual_memory_bytes", "Virtual memory.", {}, stat.field(23));
    families.gauge("process_threads", "Threads of the process.", {}, stat.field(20));
    families.gauge("process_start_time_seconds", "Start of the process, since the Unix epoch.", {},
                   startTime(stat));
    families.gauge("process_open_fds", "Open file descriptors.", {}, openFiles());
    families.gauge("process_max_fds", "File descriptors that may be open at most.", {}, maxFiles());
}

} // namespace resync::telemetry
