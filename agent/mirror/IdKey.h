// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <compare> // not first: moc 6.4 cannot read libstdc++'s <concepts> before <string>

namespace resync::mirror {

/// A UUID as 16 bytes. Its order is the byte order of the text.
struct PackedUuid
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    auto operator<=>(const PackedUuid &) const = default;
};

/// Nothing unless \a text is "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" in lower-case hex digits, so
/// that writing it gives back the same bytes.
[[nodiscard]] std::optional<PackedUuid> packUuid(std::string_view text);
void appendUuid(std::string &out, PackedUuid uuid);

/// An id of either form; ordered like its text. A view: a text must outlive it.
class IdKey
{
public:
    explicit IdKey(PackedUuid uuid)
        : m_isUuid(true)
        , m_uuid(uuid)
    {}
    explicit IdKey(std::string_view text);

    [[nodiscard]] bool isUuid() const { return m_isUuid; }
    [[nodiscard]] PackedUuid uuid() const { return m_uuid; }
    [[nodiscard]] std::string_view opaque() const { return m_text; } ///< empty for a UUID
    [[nodiscard]] std::string text() const;

    bool operator==(const IdKey &other) const
    {
        return m_isUuid == other.m_isUuid && m_uuid == other.m_uuid && m_text == other.m_text;
    }
    std::strong_ordering operator<=>(const IdKey &other) const
    {
        return m_isUuid && other.m_isUuid ? m_uuid <=> other.m_uuid : compareTexts(other);
    }

private:
    [[nodiscard]] std::strong_ordering compareTexts(const IdKey &other) const;

    bool m_isUuid = false;
    PackedUuid m_uuid;
    std::string_view m_text;
};

} // namespace resync::mirror
