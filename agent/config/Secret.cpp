// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Secret.h"

#include <sodium.h>

#include <utility>

namespace resync::config {

Secret::Secret(Secret &&other) noexcept
    : m_text(std::move(other.m_text))
{
    other.wipe(); // a short text is copied by the move and stays behind in the source
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_text = other.m_text;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_text = std::move(other.m_text);
        other.wipe();
    }
    return *this;
}

void Secret::wipe() noexcept
{
    m_text.resize(m_text.capacity()); // within the capacity: no allocation
    sodium_memzero(m_text.data(), m_text.size());
    m_text.clear();
}

} // namespace resync::config
