// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/SessionTokens.h"

#include "shared/core/Text.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace resync::access {

namespace {

constexpr char Separator = '\n'; ///< may stand in the name, which is the last part

std::string numberOf(Instant at)
{
    return std::to_string(at.time_since_epoch().count());
}

std::optional<Instant> instantOf(std::string_view text)
{
    const auto number = parseNatural(text);
    constexpr unsigned long long Most = 1ULL << 60U;
    if (!number || *number > Most)
        return std::nullopt;
    return Instant(milliseconds(static_cast<milliseconds::rep>(*number)));
}

std::string textOf(const KeyedHash::Digest &digest)
{
    return base64UrlEncode({reinterpret_cast<const char *>(digest.data()), digest.size()});
}

std::optional<Session> parse(std::string_view payload)
{
    std::vector<std::string_view> parts;
    while (parts.size() < 4) {
        const auto end = payload.find(Separator);
        if (end == std::string_view::npos)
            return std::nullopt;
        parts.push_back(payload.substr(0, end));
        payload.remove_prefix(end + 1);
    }
    const auto startedAt = instantOf(parts[1]);
    const auto expiresAt = instantOf(parts[2]);
    if (!startedAt || !expiresAt)
        return std::nullopt;
    return Session{std::string(parts[0]), *startedAt, *expiresAt, std::string(parts[3]),
                   std::string(payload)};
}

} // namespace

SessionTokens::SessionTokens(std::string_view key)
    : m_hash(key.empty() ? std::string_view(randomBytes(32)) : key)
{}

std::string SessionTokens::mark(std::string_view name, std::string_view secret) const
{
    std::string text = "account\n" + std::to_string(name.size()) + '\n';
    text += name;
    text += secret;
    return textOf(m_hash.digest(text)).substr(0, 22); // 132 bits are plenty
}

Session SessionTokens::begin(std::string_view name, std::string accountMark, Instant now) const
{
    return {base64UrlEncode(randomBytes(12)), now, now + Lifetime, std::move(accountMark),
            std::string(name)};
}

SessionToken SessionTokens::tokenOf(const Session &session) const
{
    std::string payload = session.id;
    for (const auto &part : {numberOf(session.startedAt), numberOf(session.expiresAt),
                             session.accountMark, session.name}) {
        payload += Separator;
        payload += part;
    }
    return {std::string(Prefix) + base64UrlEncode(payload) + '.' + signatureOf(payload),
            session.expiresAt};
}

std::optional<Session> SessionTokens::renewed(const Session &session, Instant now) const
{
    if (session.expiresAt - now > Lifetime / 2)
        return std::nullopt;
    const Instant expiresAt = std::min<Instant>(now + Lifetime, session.startedAt + LongestSession);
    if (expiresAt <= session.expiresAt)
        return std::nullopt;
    Session longer = session;
    longer.expiresAt = expiresAt;
    return longer;
}

std::optional<Session> SessionTokens::read(std::string_view token) const
{
    if (!token.starts_with(Prefix))
        return std::nullopt;
    token.remove_prefix(Prefix.size());
    const auto dot = token.find('.');
    const auto payload = base64UrlDecode(token.substr(0, dot));
    if (dot == std::string_view::npos || !payload)
        return std::nullopt;
    // compared as digests of digests: no time tells how much of a signature is right
    const bool isOurs = KeyedHash::areEqual(m_hash.digest(token.substr(dot + 1)),
                                            m_hash.digest(signatureOf(*payload)));
    return isOurs ? parse(*payload) : std::nullopt;
}

std::string SessionTokens::signatureOf(std::string_view payload) const
{
    return textOf(m_hash.digest("session\n" + std::string(payload)));
}

void EndedSessions::end(const std::string &id, Instant now)
{
    const std::lock_guard guard(m_mutex);
    while (!m_order.empty() && (m_order.front().first <= now || m_order.size() >= Capacity)) {
        m_ids.erase(m_order.front().second);
        m_order.pop_front();
    }
    if (m_ids.insert(id).second)
        m_order.emplace_back(now + SessionTokens::Lifetime, id);
}

bool EndedSessions::contains(const std::string &id) const
{
    const std::lock_guard guard(m_mutex);
    return m_ids.count(id) > 0;
}

} // namespace resync::access
