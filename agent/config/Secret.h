// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace resync::config {

/// A text that must not be seen: it has no operator<<, turns into no other type by itself, and is
/// wiped when it dies. Whoever needs the text says so with reveal().
class Secret
{
public:
    Secret() = default;
    explicit Secret(std::string text)
        : m_text(std::move(text))
    {}
    Secret(const Secret &) = default;
    Secret(Secret &&other) noexcept;
    Secret &operator=(const Secret &other);
    Secret &operator=(Secret &&other) noexcept;
    ~Secret() { wipe(); }

    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }
    [[nodiscard]] const std::string &reveal() const { return m_text; }

    /// For noticing a change; no check of a password (it takes shorter for a wrong one).
    bool operator==(const Secret &) const = default;

private:
    void wipe() noexcept;

    std::string m_text;
};

} // namespace resync::config
