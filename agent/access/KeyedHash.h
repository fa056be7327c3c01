// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace resync::access {

/// BLAKE2b under a key, usually a random one that lives and dies with this object: equal texts have
/// equal digests, nobody without the key can compute or try one. Thread: digest may be called from
/// any thread at once.
class KeyedHash
{
public:
    using Digest = std::array<unsigned char, 32>;

    KeyedHash();
    /// The key is derived from \a secret: the same in every process that knows it.
    explicit KeyedHash(std::string_view secret);
    KeyedHash(const KeyedHash &) = delete;
    KeyedHash &operator=(const KeyedHash &) = delete;
    ~KeyedHash();

    [[nodiscard]] Digest digest(std::string_view text) const;

    /// In a time that does not depend on where they differ.
    [[nodiscard]] static bool areEqual(const Digest &a, const Digest &b);

private:
    std::array<unsigned char, 32> m_key;
};

/// \a count bytes that nobody can foresee.
[[nodiscard]] std::string randomBytes(std::size_t count);

/// A digest as the key of a hash table: it is already evenly spread.
struct DigestHasher
{
    [[nodiscard]] std::size_t operator()(const KeyedHash::Digest &digest) const noexcept;
};

} // namespace resync::access
