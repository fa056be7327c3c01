// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shared/core/Instant.h"

#include <QMetaType>
#include <QString>

#include <optional>

namespace resync::console {

enum class ConnectionPhase {
    Disconnected, ///< nobody asked for a connection
    Connecting,   ///< first attempt; no answer yet
    Online,
    Retrying, ///< was online or is transiently unreachable; comes back by itself
    Failed    ///< persistent: a person has to change something
};

/// Why there is no connection. The first group is transient, the second stops and asks.
enum class ConnectionTrouble {
    None,
    Refused,      ///< nobody listens at the address
    Unreachable,  ///< no route, connection reset, cut off
    HostNotFound, ///< name resolution failed
    Timeout,      ///< no answer in time
    ServerError,  ///< 5xx of the agent or of something before it
    Protocol,     ///< an answer that breaks the contract

    Tls,                ///< certificate not trusted, wrong name, expired; CA file unreadable
    Unauthorized,       ///< 401: user or password refused
    Forbidden,          ///< 403
    LockedOut,          ///< 429 locked_out: too many failed sign-ins
    NotAResyncAgent,    ///< something else answers there
    PlainHttpForbidden, ///< http to another host, and the profile does not allow it
    BadUrl              ///< no http(s) URL with a host
};

[[nodiscard]] bool isPersistent(ConnectionTrouble trouble);

struct ConnectionState
{
    ConnectionPhase phase = ConnectionPhase::Disconnected;
    ConnectionTrouble trouble = ConnectionTrouble::None;
    QString detail;                       ///< technical, untranslated: the TLS or socket message
    Instant since{};                      ///< when this phase began
    std::optional<Instant> nextRetryAt;   ///< Retrying only
    std::optional<Instant> lastContactAt; ///< last good answer of this agent; none: never

    [[nodiscard]] bool isOnline() const { return phase == ConnectionPhase::Online; }
    bool operator==(const ConnectionState &) const = default;
};

/// One translated sentence for the banner and the dialogs: "The Resync agent refused the password."
[[nodiscard]] QString describe(ConnectionTrouble trouble);
/// One translated word: "Online", "Connecting", "Not connected" …
[[nodiscard]] QString describe(ConnectionPhase phase);

} // namespace resync::console

Q_DECLARE_METATYPE(resync::console::ConnectionState)
