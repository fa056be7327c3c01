// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/KeyedHash.h"
#include "shared/core/Clock.h"

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace resync::access {

/// A session token as it is handed out; a secret.
struct SessionToken
{
    std::string text;
    Instant expiresAt{};

    bool operator==(const SessionToken &) const = default;
};

/// What a token says. Nothing of it is stored by the Resync agent.
struct Session
{
    std::string id; ///< stays the same when the token is renewed
    Instant startedAt{};
    Instant expiresAt{};
    std::string accountMark; ///< of the account as it was; see mark()
    std::string name;        ///< of the account

    bool operator==(const Session &) const = default;
};

/// Makes and reads session tokens: signed, not stored, so that Resync agents with the same key take
/// one another's. Constant; thread: any.
class SessionTokens
{
public:
    static constexpr std::chrono::minutes Lifetime{15};
    static constexpr std::chrono::hours LongestSession{12}; ///< renewals included
    static constexpr std::string_view Prefix = "rs_";

    /// \param key the signing key; empty: a random one
    explicit SessionTokens(std::string_view key);

    /// A keyed digest of an account's name and password or hash: a session ends when it changes.
    [[nodiscard]] std::string mark(std::string_view name, std::string_view secret) const;

    [[nodiscard]] Session begin(std::string_view name, std::string accountMark, Instant now) const;
    [[nodiscard]] SessionToken tokenOf(const Session &session) const;
    /// The same session with more time; nothing while half of the time is left, or at its end.
    [[nodiscard]] std::optional<Session> renewed(const Session &session, Instant now) const;
    /// Nothing: the token was not signed with this key. It may have expired.
    [[nodiscard]] std::optional<Session> read(std::string_view token) const;

private:
    [[nodiscard]] std::string signatureOf(std::string_view payload) const;

    KeyedHash m_hash;
};

/// Sessions that were ended before their tokens expire. Thread: any; the mutex is held for a
/// lookup.
class EndedSessions
{
public:
    /// All tokens of the session are refused from now on.
    void end(const std::string &id, Instant now);
    [[nodiscard]] bool contains(const std::string &id) const;

private:
    static constexpr std::size_t Capacity = 10'000; ///< then the one that ended first is forgotten

    mutable std::mutex m_mutex; ///< guards both
    std::unordered_set<std::string> m_ids;
    std::deque<std::pair<Instant, std::string>> m_order; ///< when the last token expires
};

} // namespace resync::access
