// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/KeyedHash.h"

#include <sodium.h>

#include <cstring>

namespace resync::access {

KeyedHash::KeyedHash()
{
    // sodium_init may run often and on several threads; without it random bytes are slower, not
    // weaker, so its only failure needs no answer
    [[maybe_unused]] const int state = sodium_init();
    randombytes_buf(m_key.data(), m_key.size());
}

KeyedHash::KeyedHash(std::string_view secret)
{
    crypto_generichash(m_key.data(), m_key.size(),
                       reinterpret_cast<const unsigned char *>(secret.data()), secret.size(),
                       nullptr, 0);
}

KeyedHash::~KeyedHash()
{
    sodium_memzero(m_key.data(), m_key.size());
}

KeyedHash::Digest KeyedHash::digest(std::string_view text) const
{
    Digest result;
    crypto_generichash(result.data(), result.size(),
                       reinterpret_cast<const unsigned char *>(text.data()), text.size(),
                       m_key.data(), m_key.size());
    return result;
}

bool KeyedHash::areEqual(const Digest &a, const Digest &b)
{
    return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::size_t DigestHasher::operator()(const KeyedHash::Digest &digest) const noexcept
{
    std::size_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

} // namespace resync::access
