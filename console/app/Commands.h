// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>

class QAction;
class QMenu;
class QWidget;

namespace resync::console {

/// Every command of the window, once: menus, palette and shortcuts all show these actions.
enum class Command {
    ShowOverview,
    ShowWorkload,
    ShowMetrics,
    ShowCache,
    ShowConfiguration,
    Refresh,
    InvalidateCache,
    Reconnect,
    FocusFilter,
    OpenPalette,
    AddConnection,
    EditConnection,
    RemoveConnection,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    LanguageSystem,
    LanguageEnglish,
    LanguagePortuguese,
    TimePlan,
    TimeLocal,
    TimeUtc,
    Quit
};

class Commands final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Commands)

public:
    /// Adds the actions to \a window, so that their shortcuts work there.
    explicit Commands(QWidget *window);

    [[nodiscard]] QAction *action(Command command) const { return m_actions.value(command); }
    /// In the order of Command.
    [[nodiscard]] QList<QAction *> actions() const;
    void retranslate();
    /// Pages, connection, view …: the whole menu.
    void fillMenu(QMenu &menu) const;

private:
    void addChoices(const QList<Command> &commands);

    QHash<Command, QAction *> m_actions;
};

} // namespace resync::console
