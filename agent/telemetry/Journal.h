// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/telemetry/LogLine.h"

#include <string>
#include <vector>

namespace resync::telemetry {

/// Whether systemd connected \a descriptor to the journal. \a journalStream: the variable
/// JOURNAL_STREAM, "device:inode" (systemd.exec(5)); nullptr: not set.
[[nodiscard]] bool isJournalStream(int descriptor, const char *journalStream);

/// The entry as the journal wants it, "NAME=value" each: MESSAGE (with the fields behind, as
/// journalctl shows nothing else), PRIORITY, SYSLOG_IDENTIFIER, RESYNC_CATEGORY, REQUEST_ID, and
/// RESYNC_<FIELD> for the others.
[[nodiscard]] std::vector<std::string> journalFields(const LogLine &line);

/// Hands \a line to journald. False: that did not work, or this was built without libsystemd.
[[nodiscard]] bool sendToJournal(const LogLine &line);

} // namespace resync::telemetry
