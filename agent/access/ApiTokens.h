// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/access/Refusal.h"
#include "agent/access/Role.h"
#include "agent/access/SecretFile.h"
#include "shared/core/Clock.h"
#include "shared/core/Result.h"

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace resync::access {

/// A token for programs, without its secret.
struct ApiToken
{
    std::string id;
    std::string name;
    Role role = Role::Viewer;
    Instant createdAt{};
    std::optional<Instant> expiresAt;  ///< none: never
    std::optional<Instant> lastUsedAt; ///< none: not since it was made

    bool operator==(const ApiToken &) const = default;
};

struct NewApiToken
{
    ApiToken token;
    std::string secret; ///< what is sent as Bearer; shown once
};

/// The API tokens of TOKENS_FILE, which holds a hash of each secret (they are random, so that no
/// slow hash is needed). When a token was last used is kept here and written when the file is
/// written anyway, or at most once an hour.
/// Thread: read, check, roleOf, list, size and hasAdmin any, the mutex is held for a lookup; the
/// others on one thread at a time, they wait for the disk.
class ApiTokens
{
public:
    static constexpr std::string_view Prefix = "rt_";
    static constexpr std::size_t Capacity = 1000;

    explicit ApiTokens(const Clock &clock);

    class Contents; ///< of a file

    /// Reads a file; one that is absent holds no tokens. InvalidInput: its line is named.
    /// \param path empty: tokens live as long as the process
    [[nodiscard]] static Result<Contents> read(const std::filesystem::path &path);
    /// Goes on with \a contents and their file.
    void take(Contents contents);
    /// Both. InvalidInput: what was known stays.
    [[nodiscard]] Result<> load(const std::filesystem::path &path);
    /// Reads the file anew when it has changed; writes what is due. InvalidInput: what was known
    /// stays.
    [[nodiscard]] Result<> maintain();
    /// Writes when tokens were last used, where that is not written yet.
    void flush();

    /// Unavailable: the file cannot be written. Conflict: there are Capacity already.
    [[nodiscard]] Result<NewApiToken> create(std::string name, Role role,
                                             std::optional<Instant> expiresAt);
    /// NotFound, Unavailable.
    [[nodiscard]] Result<> remove(const std::string &id);

    /// Notes the use. \param text what came as Bearer
    [[nodiscard]] std::variant<ApiToken, Refusal> check(std::string_view text);
    /// Of the token of this \a id; none: it was removed, or its time is over. Notes no use.
    [[nodiscard]] std::optional<Role> roleOf(const std::string &id) const;
    /// By time of creation.
    [[nodiscard]] std::vector<ApiToken> list() const;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool hasAdmin() const; ///< whose time is not over

private:
    struct Row
    {
        ApiToken token;
        std::string hash; ///< base64url
    };
    using Rows = std::map<std::string, Row>; ///< by id

    [[nodiscard]] static Result<Rows> parse(const std::string &text, const std::string &file);
    [[nodiscard]] Rows rows() const;
    [[nodiscard]] Result<> write(const Rows &rows);
    [[nodiscard]] Result<> replace(Rows rows);

    const Clock &m_clock;
    std::filesystem::path m_path;
    FileStamp m_stamp;
    Instant m_writtenAt{};

    mutable std::mutex m_mutex; ///< guards m_rows and m_isUseUnwritten
    Rows m_rows;
    bool m_isUseUnwritten = false;
};

class ApiTokens::Contents
{
    friend class ApiTokens;
    std::filesystem::path path;
    FileStamp stamp;
    Rows rows;
};

} // namespace resync::access
