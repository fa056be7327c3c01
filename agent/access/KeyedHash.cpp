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

std::size_t DigestHasher::operator()(const KeyedHash::Digest &digest) const noexcept
{
    std::size_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

} // namespace resync::access
