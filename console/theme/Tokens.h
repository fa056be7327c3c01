// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>

#include <array>
#include <string_view>

namespace resync::console {

enum class Scheme { Light, Dark };

/// The colours of the console by what they are for. Colour is for state: everything that is not a
/// state, an environment or a tint of a banner is grey or slate.
enum class Token {
    Window,
    Surface,
    Raised,
    Selection,
    Border,        ///< decorative hairlines
    ControlBorder, ///< borders that show where one can act, outlines of bands
    Text,
    Muted,
    Accent,
    OnAccent,
    FocusRing,
    WarnTint,
    ErrorTint,
    Failed,
    Late,
    Held,
    Running,
    Ready,
    Done,
    Production,
    Test,
    Development
};

struct TokenRow
{
    Token token;
    std::string_view name; ///< as the style sheet writes it after "@"
    QRgb light;
    QRgb dark;
};

inline constexpr std::size_t TokenCount = 22;

/// The one table of colours, in the order of Token.
[[nodiscard]] const std::array<TokenRow, TokenCount> &tokenTable();
[[nodiscard]] QColor colorOf(Token token, Scheme scheme);

/// Contrast of two opaque colours as WCAG 2.1 defines it: 1 to 21.
[[nodiscard]] double contrast(const QColor &a, const QColor &b);

} // namespace resync::console
