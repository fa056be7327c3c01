// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/Tokens.h"

#include <algorithm>
#include <cmath>

namespace resync::console {
namespace {

constexpr std::array<TokenRow, TokenCount> Table{{
    {Token::Window, "window", 0xFFF4F6F8, 0xFF12161C},
    {Token::Surface, "surface", 0xFFFFFFFF, 0xFF191F27},
    {Token::Raised, "raised", 0xFFEAEEF2, 0xFF222A35},
    {Token::Selection, "selection", 0xFFDCE6F1, 0xFF27374E},
    {Token::Border, "border", 0xFFC9D1DA, 0xFF3A4656},
    {Token::ControlBorder, "controlborder", 0xFF75818F, 0xFF78879B},
    {Token::Text, "text", 0xFF18212B, 0xFFE8ECF1},
    {Token::Muted, "muted", 0xFF505C69, 0xFFA9B4C2},
    {Token::Accent, "accent", 0xFF2B3A4C, 0xFFD3DDE8},
    {Token::OnAccent, "onaccent", 0xFFFFFFFF, 0xFF12161C},
    {Token::FocusRing, "focusring", 0xFF000000, 0xFFFFFFFF},
    {Token::WarnTint, "warntint", 0xFFFBF3E0, 0xFF2D2618},
    {Token::ErrorTint, "errortint", 0xFFFCECEA, 0xFF341F20},
    {Token::Failed, "failed", 0xFFA1130B, 0xFFFF8A80},
    {Token::Late, "late", 0xFF8A5A00, 0xFFF0B84A},
    {Token::Held, "held", 0xFF5B2A86, 0xFFD9B3FF},
    {Token::Running, "running", 0xFF1A5FB4, 0xFF82B4FF},
    {Token::Ready, "ready", 0xFF0A6778, 0xFF4CC9D6},
    {Token::Done, "done", 0xFF126B41, 0xFF63DDA0},
    {Token::Production, "production", 0xFF8B0A5E, 0xFFD95AA8},
    {Token::Test, "test", 0xFF3B6A6C, 0xFF8DB9B7},
    {Token::Development, "development", 0xFF5A6470, 0xFF9AA5B1},
}};

double linear(float channel)
{
    const double c = static_cast<double>(channel);
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

} // namespace

const std::array<TokenRow, TokenCount> &tokenTable()
{
    return Table;
}

QColor colorOf(Token token, Scheme scheme)
{
    const TokenRow &row = Table[static_cast<std::size_t>(token)];
    return QColor::fromRgb(scheme == Scheme::Light ? row.light : row.dark);
}

double contrast(const QColor &a, const QColor &b)
{
    const auto [darker, lighter] = std::minmax({luminance(a), luminance(b)});
    return (lighter + 0.05) / (darker + 0.05);
}

} // namespace resync::console
