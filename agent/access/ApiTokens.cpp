// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/ApiTokens.h"

#include "agent/access/KeyedHash.h"
#include "agent/access/UsersFile.h"
#include "shared/core/Log.h"
#include "shared/core/Text.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

namespace resync::access {

namespace {

constexpr std::chrono::hours UseWriteInterval{1};
constexpr std::string_view Absent = "-";
constexpr std::string_view Heading = "# API tokens of the Resync agent, written by it: id, role, "
                                     "created, expires, last used, hash of "
                                     "the secret, name; between tabs.\n";

std::string hashOf(std::string_view text)
{
    std::array<char, crypto_generichash_BYTES> hash{};
    crypto_generichash(reinterpret_cast<unsigned char *>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char *>(text.data()), text.size(), nullptr,
                       0);
    return base64UrlEncode({hash.data(), hash.size()});
}

bool areEqual(const std::string &a, const std::string &b)
{
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string textOf(const std::optional<Instant> &at)
{
    return at ? formatInstant(*at) : std::string(Absent);
}

/// False: \a text is no time and not absent.
bool readInstant(std::string_view text, std::optional<Instant> &out)
{
    if (text == Absent)
        return true;
    out = parseInstant(text);
    return out.has_value();
}

/// The id within "rt_<id>_<secret>"; ids hold no underscore.
std::string_view idOf(std::string_view text)
{
    text.remove_prefix(std::min(text.size(), ApiTokens::Prefix.size()));
    const auto end = text.find('_');
    return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

bool isOver(const ApiToken &token, Instant now)
{
    return token.expiresAt && *token.expiresAt <= now;
}

std::string makeId()
{
    const std::string bytes = randomBytes(6);
    std::array<char, 13> hex{};
    return sodium_bin2hex(hex.data(), hex.size(),
                          reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size());
}

} // namespace

ApiTokens::ApiTokens(const Clock &clock)
    : m_clock(clock)
{}

Result<ApiTokens::Contents> ApiTokens::read(const std::filesystem::path &path)
{
    Contents contents;
    contents.path = path;
    if (path.empty())
        return contents;
    contents.stamp = stampOf(path);
    auto text = readSecretFile(path);
    if (!text)
        return tl::unexpected(text.error());
    auto parsed = parse(text->value_or(std::string()), path.string());
    if (!parsed)
        return tl::unexpected(parsed.error());
    contents.rows = std::move(*parsed);
    return contents;
}

void ApiTokens::take(Contents contents)
{
    m_path = std::move(contents.path);
    m_stamp = contents.stamp;
    const std::lock_guard guard(m_mutex);
    for (auto &[id, row] : contents.rows) {
        if (const auto known = m_rows.find(id); known != m_rows.end())
            row.token.lastUsedAt = std::max(row.token.lastUsedAt, known->second.token.lastUsedAt);
    }
    m_rows = std::move(contents.rows);
}

Result<> ApiTokens::load(const std::filesystem::path &path)
{
    return read(path).map([this](Contents &&contents) { take(std::move(contents)); });
}

Result<> ApiTokens::maintain()
{
    if (m_path.empty())
        return {};
    if (stampOf(m_path) != m_stamp) {
        const auto stamp = stampOf(m_path);
        auto loaded = load(m_path);
        if (!loaded)
            m_stamp = stamp; // complain once a change
        return loaded;
    }
    if (m_clock.now() - m_writtenAt >= UseWriteInterval)
        flush();
    return {};
}

void ApiTokens::flush()
{
    {
        const std::lock_guard guard(m_mutex);
        if (!std::exchange(m_isUseUnwritten, false))
            return;
    }
    if (m_path.empty() || stampOf(m_path) != m_stamp)
        return; // another hand is at the file: a use that is not noted harms nobody
    if (const auto written = write(rows()); !written)
        log::warning("access", written.error().message);
}

Result<NewApiToken> ApiTokens::create(std::string name, Role role, std::optional<Instant> expiresAt)
{
    if (auto current = maintain(); !current)
        return tl::unexpected(current.error());
    Rows next = rows();
    if (next.size() >= Capacity)
        return fail(ErrorKind::Conflict, "conflict",
                    "There are 1000 tokens already; delete those that nobody uses.");
    NewApiToken made;
    made.token = {makeId(), std::move(name), role, m_clock.now(), expiresAt, std::nullopt};
    made.secret = std::string(Prefix) + made.token.id + '_' + base64UrlEncode(randomBytes(32));
    next[made.token.id] = {made.token, hashOf(made.secret)};
    return replace(std::move(next)).map([&] { return std::move(made); });
}

Result<> ApiTokens::remove(const std::string &id)
{
    if (auto current = maintain(); !current)
        return current;
    Rows next = rows();
    if (next.erase(id) == 0)
        return fail(ErrorKind::NotFound, "There is no token of this id.");
    return replace(std::move(next));
}

std::variant<ApiToken, Refusal> ApiTokens::check(std::string_view text)
{
    const std::string hash = hashOf(text);
    const Instant now = m_clock.now();
    const std::lock_guard guard(m_mutex);
    const auto found = m_rows.find(std::string(idOf(text)));
    if (found == m_rows.end() || !areEqual(found->second.hash, hash))
        return Refusal::UnknownToken;
    ApiToken &token = found->second.token;
    if (isOver(token, now))
        return Refusal::Expired;
    token.lastUsedAt = now;
    m_isUseUnwritten = true;
    return token;
}

std::optional<Role> ApiTokens::roleOf(const std::string &id) const
{
    const Instant now = m_clock.now();
    const std::lock_guard guard(m_mutex);
    const auto found = m_rows.find(id);
    if (found == m_rows.end() || isOver(found->second.token, now))
        return std::nullopt;
    return found->second.token.role;
}

bool ApiTokens::hasAdmin() const
{
    const Instant now = m_clock.now();
    const std::lock_guard guard(m_mutex);
    return std::any_of(m_rows.begin(), m_rows.end(), [now](const auto &entry) {
        const ApiToken &token = entry.second.token;
        return token.role == Role::Admin && !isOver(token, now);
    });
}

std::vector<ApiToken> ApiTokens::list() const
{
    std::vector<ApiToken> tokens;
    for (const auto &[id, row] : rows())
        tokens.push_back(row.token);
    std::sort(tokens.begin(), tokens.end(), [](const ApiToken &a, const ApiToken &b) {
        return std::tie(a.createdAt, a.id) < std::tie(b.createdAt, b.id);
    });
    return tokens;
}

std::size_t ApiTokens::size() const
{
    const std::lock_guard guard(m_mutex);
    return m_rows.size();
}

Result<ApiTokens::Rows> ApiTokens::parse(const std::string &text, const std::string &file)
{
    Rows rows;
    int number = 0;
    for (const auto line : split(text, '\n')) {
        ++number;
        if (trimmed(line).empty() || line.starts_with('#'))
            continue;
        const auto parts = split(line, '\t');
        const auto role = parts.size() == 7 ? roleFromWord(parts[1]) : std::nullopt;
        const auto createdAt = parts.size() == 7 ? parseInstant(parts[2]) : std::nullopt;
        Row row;
        if (!role || !createdAt || !readInstant(parts[3], row.token.expiresAt) ||
            !readInstant(parts[4], row.token.lastUsedAt) || !nameFault(parts[6]).empty())
            return fail(ErrorKind::InvalidInput, file + " line " + std::to_string(number) +
                                                     ": is not a line that the Resync agent wrote");
        row.token.id = parts[0];
        row.token.role = *role;
        row.token.createdAt = *createdAt;
        row.token.name = parts[6];
        row.hash = parts[5];
        rows[row.token.id] = std::move(row);
    }
    return rows;
}

ApiTokens::Rows ApiTokens::rows() const
{
    const std::lock_guard guard(m_mutex);
    return m_rows;
}

Result<> ApiTokens::write(const Rows &rows)
{
    if (m_path.empty())
        return {};
    std::string text(Heading);
    for (const auto &[id, row] : rows) {
        const ApiToken &token = row.token;
        text += id + '\t' + std::string(toString(token.role)) + '\t' +
                formatInstant(token.createdAt) + '\t' + textOf(token.expiresAt) + '\t' +
                textOf(token.lastUsedAt) + '\t' + row.hash + '\t' + token.name + '\n';
    }
    auto written = writeSecretFile(m_path, text);
    if (written) {
        m_stamp = stampOf(m_path);
        m_writtenAt = m_clock.now();
    }
    return written;
}

/// Only what is on the disk counts: a token that is lost at the next start would be no token.
Result<> ApiTokens::replace(Rows rows)
{
    if (auto written = write(rows); !written)
        return written;
    const std::lock_guard guard(m_mutex);
    for (auto &[id, row] : rows) {
        if (const auto known = m_rows.find(id); known != m_rows.end())
            row.token.lastUsedAt = known->second.token.lastUsedAt; // may have moved meanwhile
    }
    m_rows = std::move(rows);
    return {};
}

} // namespace resync::access
