// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <utility>

#include <compare> // not first: moc 6.4 cannot read libstdc++'s <concepts> before <string>

namespace resync {

/// An opaque id that cannot be mixed up with another kind of id. Bytes as the engine sent them.
template<typename Tag>
class StrongId
{
public:
    StrongId() = default;
    explicit StrongId(std::string value)
        : m_value(std::move(value))
    {}

    [[nodiscard]] const std::string &value() const { return m_value; }
    [[nodiscard]] bool isEmpty() const { return m_value.empty(); }

    auto operator<=>(const StrongId &) const = default;

private:
    std::string m_value;
};

} // namespace resync

template<typename Tag>
struct std::hash<resync::StrongId<Tag>>
{
    std::size_t operator()(const resync::StrongId<Tag> &id) const noexcept
    {
        return std::hash<std::string>()(id.value());
    }
};
