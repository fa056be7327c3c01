// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/Journal.h"

#include "shared/core/Text.h"

#ifdef RESYNC_HAS_SYSTEMD
#define SD_JOURNAL_SUPPRESS_LOCATION // it would always be this file
#include <sys/uio.h>
#include <systemd/sd-journal.h>
#endif

#include <sys/stat.h>

namespace resync::telemetry {

namespace {

/// syslog(3).
char priority(log::Level level)
{
    switch (level) {
    case log::Level::Debug:
        return '7';
    case log::Level::Info:
        return '6';
    case log::Level::Warning:
        return '4';
    case log::Level::Error:
        break;
    }
    return '3';
}

/// Upper-case letters, digits and _ (systemd.journal-fields(7)).
std::string journalName(std::string_view field)
{
    std::string name = "RESYNC_";
    for (const char c : toUpper(field)) {
        const bool fits = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        name += fits ? c : '_';
    }
    return name;
}

} // namespace

bool isJournalStream(int descriptor, const char *journalStream)
{
    struct stat status
    {};
    if (journalStream == nullptr || ::fstat(descriptor, &status) != 0)
        return false;
    return journalStream == std::to_string(status.st_dev) + ':' + std::to_string(status.st_ino);
}

std::vector<std::string> journalFields(const LogLine &line)
{
    std::vector<std::string> fields{"MESSAGE=" + messageLine(line),
                                    "PRIORITY=", "SYSLOG_IDENTIFIER=resync-agent",
                                    "RESYNC_CATEGORY=" + std::string(line.category)};
    fields[1] += priority(line.level);
    for (const log::Field &field : line.fields) {
        const bool isRequestId = field.name == RequestIdField;
        fields.push_back((isRequestId ? "REQUEST_ID" : journalName(field.name)) + '=' +
                         field.value);
    }
    return fields;
}

bool sendToJournal([[maybe_unused]] const LogLine &line)
{
#ifdef RESYNC_HAS_SYSTEMD
    auto fields = journalFields(line);
    std::vector<iovec> parts;
    parts.reserve(fields.size());
    for (std::string &field : fields)
        parts.push_back({field.data(), field.size()});
    return ::sd_journal_sendv(parts.data(), static_cast<int>(parts.size())) == 0;
#else
    return false;
#endif
}

} // namespace resync::telemetry
