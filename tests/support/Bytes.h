// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <string>
#include <string_view>

namespace resync::test {

/// For QCOMPARE, which prints a QByteArray readably.
[[nodiscard]] inline QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

[[nodiscard]] inline std::string_view view(const QByteArray &text)
{
    return {text.constData(), static_cast<std::size_t>(text.size())};
}

/// JSON written with single quotes, for expectations that stay readable (moc 6.4 loses its way in
/// raw strings).
[[nodiscard]] inline QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

} // namespace resync::test
