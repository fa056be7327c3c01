// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/Theme.h"

#include "console/theme/ConsoleStyle.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

struct FontRow
{
    int pixels;
    QFont::Weight weight;
};

FontRow fontRow(FontRole role)
{
    switch (role) {
    case FontRole::Base:
        return {13, QFont::Normal};
    case FontRole::Strong:
        return {13, QFont::DemiBold};
    case FontRole::Note:
        return {12, QFont::Normal};
    case FontRole::Tiny:
        return {11, QFont::Normal};
    case FontRole::CardTitle:
        return {14, QFont::DemiBold};
    case FontRole::PageTitle:
        return {20, QFont::DemiBold};
    case FontRole::Figure:
        return {20, QFont::DemiBold};
    case FontRole::BigFigure:
        return {32, QFont::DemiBold};
    case FontRole::Mono:
        return {12, QFont::Normal};
    }
    return {13, QFont::Normal};
}

QString textFamily()
{
    const QString wanted = u"Inter"_s;
    return QFontDatabase::hasFamily(wanted)
               ? wanted
               : QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
}

void fill(QPalette &palette, QPalette::ColorGroup group, const QColor &text, const Theme &theme)
{
    using Role = QPalette;
    palette.setColor(group, Role::Window, theme.color(Token::Window));
    palette.setColor(group, Role::Base, theme.color(Token::Surface));
    palette.setColor(group, Role::AlternateBase, theme.color(Token::Raised));
    palette.setColor(group, Role::Button, theme.color(Token::Surface));
    palette.setColor(group, Role::ToolTipBase, theme.color(Token::Surface));
    palette.setColor(group, Role::ToolTipText, theme.color(Token::Text));
    palette.setColor(group, Role::WindowText, text);
    palette.setColor(group, Role::Text, text);
    palette.setColor(group, Role::ButtonText, text);
    palette.setColor(group, Role::BrightText, text);
    palette.setColor(group, Role::PlaceholderText, theme.color(Token::Muted));
    palette.setColor(group, Role::Highlight, theme.color(Token::Selection));
    palette.setColor(group, Role::HighlightedText, theme.color(Token::Text));
    palette.setColor(group, Role::Link, theme.color(Token::Text));
    palette.setColor(group, Role::Mid, theme.color(Token::Border));
    palette.setColor(group, Role::Dark, theme.color(Token::ControlBorder));
}

} // namespace

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_family(textFamily())
    , m_monoFamily(QFontDatabase::systemFont(QFontDatabase::FixedFont).family())
{}

QFont Theme::font(FontRole role) const
{
    const FontRow row = fontRow(role);
    QFont font(role == FontRole::Mono ? m_monoFamily : m_family);
    font.setPixelSize(px(row.pixels));
    font.setWeight(row.weight);
    return font;
}

int Theme::px(int measure) const
{
    return std::max(1, static_cast<int>(std::lround(measure * m_zoom / 100.0)));
}

QPalette Theme::palette() const
{
    QPalette palette;
    fill(palette, QPalette::Active, color(Token::Text), *this);
    fill(palette, QPalette::Inactive, color(Token::Text), *this);
    fill(palette, QPalette::Disabled, color(Token::Muted), *this);
    return palette;
}

QString Theme::styleSheet() const
{
    QFile file(u":/style/console.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString source = QString::fromUtf8(file.readAll());

    // "@name" is a token, "12px" a measure that the zoom scales; hairlines stay one pixel.
    static const QRegularExpression pattern(u"@([a-z]+)|\\b(\\d+)px"_s);
    QString sheet;
    qsizetype from = 0;
    for (auto it = pattern.globalMatch(source); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        sheet += QStringView(source).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        const std::string name = match.captured(1).toStdString();
        const auto row = std::find_if(tokenTable().begin(), tokenTable().end(),
                                      [&](const TokenRow &each) { return each.name == name; });
        if (row != tokenTable().end())
            sheet += color(row->token).name();
        else if (const int measure = match.captured(2).toInt(); measure > 1)
            sheet += QString::number(px(measure)) + u"px"_s;
        else
            sheet += match.captured();
    }
    sheet += QStringView(source).mid(from);
    return sheet;
}

void Theme::setScheme(Scheme scheme)
{
    if (m_scheme == scheme)
        return;
    m_scheme = scheme;
    Q_EMIT changed();
}

void Theme::setZoom(int percent)
{
    const int zoom = std::clamp(percent, MinZoom, MaxZoom);
    if (m_zoom == zoom)
        return;
    m_zoom = zoom;
    Q_EMIT changed();
}

void Theme::dress(QApplication &application)
{
    application.setStyle(new ConsoleStyle(*this)); // the application owns it
    wear(application);
    connect(this, &Theme::changed, &application, [this, &application] { wear(application); });
}

void Theme::wear(QApplication &application) const
{
    application.setPalette(palette());
    application.setFont(font(FontRole::Base));
    application.setStyleSheet(styleSheet());
}

Scheme desktopScheme()
{
    const QColor window = QPalette().color(QPalette::Window);
    return window.lightness() < 128 ? Scheme::Dark : Scheme::Light;
}

} // namespace resync::console
