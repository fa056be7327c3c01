// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Commands.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

struct CommandRow
{
    Command command;
    const char *name; ///< object name and settings-free id
    const char *text; ///< marked for translation in the context of Commands
    const char *shortcut;
};

constexpr std::array Rows = {
    CommandRow{Command::ShowOverview, "showOverview",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Overview"), "Ctrl+1"},
    CommandRow{Command::ShowWorkload, "showWorkload",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Workload"), "Ctrl+2"},
    CommandRow{Command::ShowMetrics, "showMetrics",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Metrics"), "Ctrl+3"},
    CommandRow{Command::ShowCache, "showCache",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Cache"), "Ctrl+4"},
    CommandRow{Command::ShowConfiguration, "showConfiguration",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Configuration"), "Ctrl+5"},
    CommandRow{Command::Refresh, "refresh",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Refresh"), "F5"},
    CommandRow{Command::InvalidateCache, "invalidateCache",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Invalidate cache…"), "Ctrl+Shift+I"},
    CommandRow{Command::Reconnect, "reconnect",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Connect again now"), "Ctrl+R"},
    CommandRow{Command::FocusFilter, "focusFilter",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Filter"), "/"},
    CommandRow{Command::OpenPalette, "openPalette",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Find anything"), "Ctrl+K"},
    CommandRow{Command::AddConnection, "addConnection",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Add connection…"), "Ctrl+N"},
    CommandRow{Command::EditConnection, "editConnection",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Edit this connection…"), "Ctrl+E"},
    CommandRow{Command::RemoveConnection, "removeConnection",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Remove this connection…"), ""},
    CommandRow{Command::ZoomIn, "zoomIn", QT_TRANSLATE_NOOP("resync::console::Commands", "Larger"),
               "Ctrl++"},
    CommandRow{Command::ZoomOut, "zoomOut",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Smaller"), "Ctrl+-"},
    CommandRow{Command::ZoomReset, "zoomReset",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Normal size"), "Ctrl+0"},
    CommandRow{Command::ThemeSystem, "themeSystem",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Theme of the desktop"), ""},
    CommandRow{Command::ThemeLight, "themeLight",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Light theme"), ""},
    CommandRow{Command::ThemeDark, "themeDark",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Dark theme"), ""},
    CommandRow{Command::LanguageSystem, "languageSystem",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Language of the desktop"), ""},
    CommandRow{Command::LanguageEnglish, "languageEnglish", "English", ""},
    CommandRow{Command::LanguagePortuguese, "languagePortuguese", "Português (Brasil)", ""},
    CommandRow{Command::TimePlan, "timePlan",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Times in the plan's zone"), ""},
    CommandRow{Command::TimeLocal, "timeLocal",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Times in my zone"), ""},
    CommandRow{Command::TimeUtc, "timeUtc",
               QT_TRANSLATE_NOOP("resync::console::Commands", "Times in UTC"), ""},
    CommandRow{Command::Quit, "quit", QT_TRANSLATE_NOOP("resync::console::Commands", "Quit"),
               "Ctrl+Q"},
};

} // namespace

Commands::Commands(QWidget *window)
    : QObject(window)
{
    for (const CommandRow &row : Rows) {
        auto *action = new QAction(window);
        action->setObjectName(QLatin1String(row.name));
        action->setShortcut(QKeySequence(QLatin1String(row.shortcut)));
        window->addAction(action);
        m_actions.insert(row.command, action);
    }
    // "+" needs Shift on many keyboards; both ways zoom in.
    action(Command::ZoomIn)->setShortcuts({QKeySequence(u"Ctrl++"_s), QKeySequence(u"Ctrl+="_s)});
    addChoices({Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark});
    addChoices({Command::LanguageSystem, Command::LanguageEnglish, Command::LanguagePortuguese});
    addChoices({Command::TimePlan, Command::TimeLocal, Command::TimeUtc});
    addChoices({Command::ShowOverview, Command::ShowWorkload, Command::ShowMetrics,
                Command::ShowCache, Command::ShowConfiguration});
    retranslate();
}

void Commands::addChoices(const QList<Command> &commands)
{
    auto *group = new QActionGroup(this);
    for (const Command command : commands) {
        action(command)->setCheckable(true);
        group->addAction(action(command));
    }
}

QList<QAction *> Commands::actions() const
{
    QList<QAction *> list;
    for (const CommandRow &row : Rows)
        list += action(row.command);
    return list;
}

void Commands::retranslate()
{
    for (const CommandRow &row : Rows)
        action(row.command)->setText(tr(row.text));
}

void Commands::fillMenu(QMenu &menu) const
{
    const auto add = [&](QMenu &target, std::initializer_list<Command> commands) {
        for (const Command command : commands)
            target.addAction(action(command));
    };
    add(menu, {Command::ShowOverview, Command::ShowWorkload, Command::ShowMetrics,
               Command::ShowCache, Command::ShowConfiguration});
    menu.addSeparator();
    add(menu, {Command::Refresh, Command::InvalidateCache, Command::Reconnect, Command::FocusFilter,
               Command::OpenPalette});
    menu.addSeparator();
    add(menu, {Command::AddConnection, Command::EditConnection, Command::RemoveConnection});
    menu.addSeparator();
    add(menu, {Command::ZoomIn, Command::ZoomOut, Command::ZoomReset});
    add(*menu.addMenu(tr("Theme")),
        {Command::ThemeSystem, Command::ThemeLight, Command::ThemeDark});
    add(*menu.addMenu(tr("Language")),
        {Command::LanguageSystem, Command::LanguageEnglish, Command::LanguagePortuguese});
    add(*menu.addMenu(tr("Times")), {Command::TimePlan, Command::TimeLocal, Command::TimeUtc});
    menu.addSeparator();
    add(menu, {Command::Quit});
}

} // namespace resync::console
