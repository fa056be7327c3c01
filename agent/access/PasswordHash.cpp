// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/PasswordHash.h"

#include "shared/core/Text.h"

#include <sodium.h>

#include <array>
#include <optional>

namespace resync::access {

namespace {

constexpr unsigned long long Passes = 2;
constexpr std::size_t MemoryBytes = 19UL * 1024 * 1024;
constexpr unsigned long long MostMemoryKib = 256ULL * 1024;
constexpr unsigned long long MostPasses = 16;

/// The number behind \a name in "m=19456,t=2,p=1".
std::optional<unsigned long long> costOf(std::string_view costs, std::string_view name)
{
    for (const auto part : split(costs, ',')) {
        if (part.starts_with(name))
            return parseNatural(part.substr(name.size()));
    }
    return std::nullopt;
}

} // namespace

Result<std::string> hashPassword(std::string_view password)
{
    std::array<char, crypto_pwhash_STRBYTES> encoded{};
    if (sodium_init() < 0 || crypto_pwhash_argon2id_str(encoded.data(), password.data(),
                                                        password.size(), Passes, MemoryBytes) != 0)
        return fail(ErrorKind::Internal, "there is no memory for a password hash");
    return std::string(encoded.data());
}

Result<> checkPasswordHash(const std::string &encoded)
{
    const auto parts = split(encoded, '$'); // "", argon2id, v=19, costs, salt, hash
    const bool isWellFormed =
        encoded.size() < crypto_pwhash_STRBYTES && parts.size() == 6 && parts[1] == "argon2id" &&
        crypto_pwhash_argon2id_str_needs_rehash(encoded.c_str(), Passes, MemoryBytes) >= 0;
    if (!isWellFormed)
        return fail(ErrorKind::InvalidInput, "the hash is no Argon2id hash ($argon2id$v=19$…)");
    const auto memory = costOf(parts[3], "m=");
    const auto passes = costOf(parts[3], "t=");
    if (!memory || !passes || *memory > MostMemoryKib || *passes > MostPasses)
        return fail(ErrorKind::InvalidInput,
                    "the hash costs more than 256 MiB or 16 passes to verify");
    return {};
}

bool verifyPassword(const std::string &encoded, std::string_view password)
{
    return crypto_pwhash_argon2id_str_verify(encoded.c_str(), password.data(), password.size()) ==
           0;
}

} // namespace resync::access
