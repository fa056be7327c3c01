// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/settings/Profile.h"

#include <QByteArray>
#include <QString>

#include <memory>
#include <optional>

class QSettings;

namespace resync::console {

enum class ThemeChoice { System, Light, Dark };
enum class TimeDisplay { Plan, Local, Utc };

/// What the console remembers between starts, except secrets: connection profiles and views.
/// Text that makes no sense in the file gives the default. Setters write through.
/// Thread: the GUI's.
class Settings final
{
public:
    /// \param file an INI file; empty: the user's own, ~/.config/resync/console.ini
    explicit Settings(const QString &file = {});
    Settings(const Settings &) = delete;
    Settings &operator=(const Settings &) = delete;
    ~Settings();

    /// In the order in which they were added. Profiles without an id or a URL are left out.
    [[nodiscard]] QList<Profile> profiles() const;
    [[nodiscard]] std::optional<Profile> profile(const QString &id) const;
    /// Adds, or replaces the one with the same id. An empty id is filled in.
    /// \return the id
    QString saveProfile(Profile profile);
    void removeProfile(const QString &id);
    /// The one that was used last; empty: none.
    [[nodiscard]] QString currentProfileId() const;
    void setCurrentProfileId(const QString &id);

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    [[nodiscard]] int zoomPercent() const; ///< 50–300, default 100
    void setZoomPercent(int percent);
    [[nodiscard]] QString language() const; ///< "en", "pt_BR"; empty: the system's
    void setLanguage(const QString &language);
    [[nodiscard]] TimeDisplay timeDisplay() const; ///< default Plan
    void setTimeDisplay(TimeDisplay display);
    [[nodiscard]] QString page() const; ///< the page shown last; empty: the first
    void setPage(const QString &page);
    [[nodiscard]] QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray &geometry);

    /// View of a table by its object name: QHeaderView::saveState() and the filter text.
    [[nodiscard]] QByteArray headerState(const QString &view) const;
    void setHeaderState(const QString &view, const QByteArray &state);
    [[nodiscard]] QString filterText(const QString &view) const;
    void setFilterText(const QString &view, const QString &text);

    /// False: the file cannot be written; what is set lasts until the end of the process.
    bool sync();
    [[nodiscard]] QString fileName() const;

private:
    [[nodiscard]] QString text(const QString &key) const;

    std::unique_ptr<QSettings> m_store;
};

} // namespace resync::console
