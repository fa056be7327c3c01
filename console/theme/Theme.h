// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Tokens.h"

#include <QFont>
#include <QObject>
#include <QPalette>

class QApplication;

namespace resync::console {

enum class FontRole {
    Base,      ///< 13
    Strong,    ///< 13, half bold
    Note,      ///< 12
    Tiny,      ///< 11: charts, groups, the environment word
    CardTitle, ///< 14, half bold
    PageTitle, ///< 20, half bold
    Figure,    ///< 20, half bold
    BigFigure, ///< 32, half bold
    Mono       ///< 12
};

/// What the console looks like now: colours, fonts and measures, all of them scaled by the zoom.
/// One object, made by main and handed to whoever paints. Thread: GUI.
class Theme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Theme)

public:
    static constexpr int MinZoom = 70;  ///< percent
    static constexpr int MaxZoom = 200; ///< percent

    explicit Theme(QObject *parent = nullptr);

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    [[nodiscard]] int zoom() const { return m_zoom; }
    [[nodiscard]] QColor color(Token token) const { return colorOf(token, m_scheme); }
    [[nodiscard]] QFont font(FontRole role) const;
    /// A measure given at 96 dpi and 100 %, as device-independent pixels of now; at least 1.
    [[nodiscard]] int px(int measure) const;
    [[nodiscard]] QPalette palette() const;
    [[nodiscard]] QString styleSheet() const;

    void setScheme(Scheme scheme);
    void setZoom(int percent); ///< clamped to MinZoom … MaxZoom

    /// Gives the application style, palette, font and style sheet, now and after each change.
    void dress(QApplication &application);

Q_SIGNALS:
    void changed();

private:
    void wear(QApplication &application) const;

    Scheme m_scheme = Scheme::Light;
    int m_zoom = 100;
    QString m_family;
    QString m_monoFamily;
};

/// Light or dark, as the desktop's own palette has it. Ask before the theme dresses the
/// application.
[[nodiscard]] Scheme desktopScheme();

} // namespace resync::console
