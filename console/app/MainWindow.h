// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/Commands.h"
#include "console/dialogs/ConnectionDialog.h"
#include "console/pages/common/Page.h"
#include "console/settings/Settings.h"

#include <QWidget>

class QStackedWidget;

namespace resync::console {

class Banner;
class CachePage;
class CommandPalette;
class EmptyPage;
class Header;
class Invalidator;
class Rail;
class StaleEdge;

enum class PageId { Overview, Workload, Metrics, Cache, Configuration };

/// "overview", "workload" …: as the command line and the settings write it.
[[nodiscard]] QString pageWord(PageId page);
[[nodiscard]] std::optional<PageId> pageFromWord(QStringView word);

/// The window: stripe, rail, header, banner, pages. Shows the session; what a person orders goes
/// out as a signal.
class MainWindow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    struct Parts
    {
        const Clock &clock;
        Theme &theme;
        Settings &settings;
        Session &session;
        SecretStore &secrets;
        Invalidator &invalidator;
    };

    explicit MainWindow(const Parts &parts);
    ~MainWindow() override;

    void showPage(PageId page);
    [[nodiscard]] PageId page() const { return m_page; }
    /// What the page that is shown needs.
    [[nodiscard]] Topics topics() const;
    [[nodiscard]] const Commands &commands() const { return *m_commands; }

Q_SIGNALS:
    void refreshRequested();
    void reconnectRequested();
    void topicsChanged(resync::console::Topics topics);
    void profileChosen(const QString &id);
    void connectionSaved(const resync::console::ConnectionAnswer &answer);
    void removeConfirmed(const QString &id);
    void themeChosen(resync::console::ThemeChoice choice);
    void languageChosen(const QString &language); ///< empty: the system's

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void addPages();
    void wireCommands();
    void wireViewCommands();
    void retranslate();
    void refresh();
    void markChoices();
    void fillProfiles();
    void editConnection(bool isNew);
    void askRemove();
    void openInvalidate();
    void setZoom(int percent);
    void setTimeDisplay(TimeDisplay display);
    [[nodiscard]] Page *currentPage() const;

    Parts m_parts;
    Commands *m_commands;
    Rail *m_rail = nullptr;
    Header *m_header = nullptr;
    Banner *m_banner = nullptr;
    StaleEdge *m_edge = nullptr;
    QStackedWidget *m_stack = nullptr;
    EmptyPage *m_empty = nullptr;
    CachePage *m_cache = nullptr;
    CommandPalette *m_palette = nullptr;
    QList<Page *> m_pages; ///< by PageId
    PageId m_page = PageId::Overview;
};

} // namespace resync::console
