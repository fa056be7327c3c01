// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/MainWindow.h"

#include "console/app/Banner.h"
#include "console/app/CommandPalette.h"
#include "console/app/EmptyPage.h"
#include "console/app/Header.h"
#include "console/app/Rail.h"
#include "console/app/StaleEdge.h"
#include "console/dialogs/InvalidateDialog.h"
#include "console/dialogs/RemoveDialog.h"
#include "console/pages/cache/CachePage.h"
#include "console/pages/common/Session.h"
#include "console/pages/configuration/ConfigurationPage.h"
#include "console/pages/metrics/MetricsPage.h"
#include "console/pages/overview/OverviewPage.h"
#include "console/pages/workload/WorkloadPage.h"
#include "console/theme/FocusRing.h"
#include "console/theme/Theme.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int StripeHeight = 4;
constexpr int ZoomStep = 10;
constexpr int CompactBelow = 1000;
constexpr std::array<const char16_t *, 5> PageWords = {u"overview", u"workload", u"metrics",
                                                       u"cache", u"configuration"};
constexpr std::array<Command, 5> PageCommands = {Command::ShowOverview, Command::ShowWorkload,
                                                 Command::ShowMetrics, Command::ShowCache,
                                                 Command::ShowConfiguration};

} // namespace

QString pageWord(PageId page)
{
    return QString::fromUtf16(PageWords[static_cast<std::size_t>(page)]);
}

std::optional<PageId> pageFromWord(QStringView word)
{
    for (std::size_t i = 0; i < PageWords.size(); ++i)
        if (word == QStringView(PageWords[i]))
            return static_cast<PageId>(i);
    return std::nullopt;
}

MainWindow::MainWindow(const Parts &parts)
    : m_parts(parts)
    , m_commands(new Commands(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(QIcon(u":/icons/resync.svg"_s));
    setMinimumSize(720, 480);
    resize(1366, 768);
    build();
    wireCommands();
    wireViewCommands();
    connect(&m_parts.session, &Session::changed, this, &MainWindow::refresh);
    connect(&m_parts.session, &Session::ticked, this, [this] {
        m_header->refresh();
        m_banner->refresh();
    });
    connect(&m_parts.theme, &Theme::changed, this, [this] {
        layout()->setContentsMargins(0, m_parts.theme.px(StripeHeight), 0, 0);
        update();
    });
    if (const QByteArray geometry = m_parts.settings.windowGeometry(); !geometry.isEmpty())
        restoreGeometry(geometry);
    m_parts.session.setTimeDisplay(m_parts.settings.timeDisplay());
    new FocusRing(m_parts.theme, this);
    showPage(pageFromWord(m_parts.settings.page()).value_or(PageId::Overview));
    retranslate();
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    const Theme &theme = m_parts.theme;
    m_rail = new Rail(theme, *m_commands, this);
    m_header = new Header(theme, *m_commands, m_parts.session, this);
    m_banner = new Banner(theme, m_parts.session, this);
    m_edge = new StaleEdge(theme, this);
    m_stack = new QStackedWidget(this);
    m_stack->setObjectName(u"pageArea"_s);
    addPages();

    auto *content = new QHBoxLayout;
    content->setSpacing(0);
    content->addWidget(m_edge);
    content->addWidget(m_stack, 1);
    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(m_header);
    right->addWidget(m_banner);
    right->addLayout(content, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, theme.px(StripeHeight), 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_rail);
    layout->addLayout(right, 1);
    m_palette = new CommandPalette(theme, this);

    connect(m_banner, &Banner::retryRequested, this, &MainWindow::reconnectRequested);
    connect(m_banner, &Banner::editRequested, this, [this] { editConnection(false); });
    connect(m_header->profileMenu(), &QMenu::aboutToShow, this, &MainWindow::fillProfiles);
}

void MainWindow::addPages()
{
    const PageContext context{m_parts.theme, m_parts.session, m_parts.settings};
    m_cache = new CachePage(context, this);
    m_pages = {new OverviewPage(context, this), new WorkloadPage(context, this),
               new MetricsPage(context, this), m_cache, new ConfigurationPage(context, this)};
    for (Page *page : m_pages)
        m_stack->addWidget(page);
    m_empty = new EmptyPage(m_parts.theme, this);
    m_stack->addWidget(m_empty);
    connect(m_empty, &EmptyPage::addRequested, this, [this] { editConnection(true); });
    connect(m_cache, &CachePage::invalidateRequested, this, &MainWindow::openInvalidate);
}

void MainWindow::wireCommands()
{
    const auto on = [this](Command command, auto order) {
        connect(m_commands->action(command), &QAction::triggered, this, order);
    };
    for (std::size_t i = 0; i < PageCommands.size(); ++i)
        on(PageCommands[i], [this, i] { showPage(static_cast<PageId>(i)); });
    on(Command::Refresh, &MainWindow::refreshRequested);
    on(Command::Reconnect, &MainWindow::reconnectRequested);
    on(Command::InvalidateCache, &MainWindow::openInvalidate);
    on(Command::FocusFilter, [this] {
        if (m_stack->currentWidget() != m_empty)
            currentPage()->focusFilter();
    });
    on(Command::OpenPalette, [this] { m_palette->popUp(m_commands->actions()); });
    on(Command::AddConnection, [this] { editConnection(true); });
    on(Command::EditConnection, [this] { editConnection(false); });
    on(Command::RemoveConnection, &MainWindow::askRemove);
    on(Command::Quit, &QWidget::close);
}

void MainWindow::wireViewCommands()
{
    const auto on = [this](Command command, auto order) {
        connect(m_commands->action(command), &QAction::triggered, this, order);
    };
    on(Command::ZoomIn, [this] { setZoom(m_parts.theme.zoom() + ZoomStep); });
    on(Command::ZoomOut, [this] { setZoom(m_parts.theme.zoom() - ZoomStep); });
    on(Command::ZoomReset, [this] { setZoom(100); });
    on(Command::ThemeSystem, [this] { Q_EMIT themeChosen(ThemeChoice::System); });
    on(Command::ThemeLight, [this] { Q_EMIT themeChosen(ThemeChoice::Light); });
    on(Command::ThemeDark, [this] { Q_EMIT themeChosen(ThemeChoice::Dark); });
    on(Command::LanguageSystem, [this] { Q_EMIT languageChosen({}); });
    on(Command::LanguageEnglish, [this] { Q_EMIT languageChosen(u"en"_s); });
    on(Command::LanguagePortuguese, [this] { Q_EMIT languageChosen(u"pt_BR"_s); });
    on(Command::TimePlan, [this] { setTimeDisplay(TimeDisplay::Plan); });
    on(Command::TimeLocal, [this] { setTimeDisplay(TimeDisplay::Local); });
    on(Command::TimeUtc, [this] { setTimeDisplay(TimeDisplay::Utc); });
    markChoices();
}

void MainWindow::markChoices()
{
    const auto check = [this](Command command) { m_commands->action(command)->setChecked(true); };
    const QString language = m_parts.settings.language();
    switch (m_parts.settings.theme()) {
    case ThemeChoice::System:
        check(Command::ThemeSystem);
        break;
    case ThemeChoice::Light:
        check(Command::ThemeLight);
        break;
    case ThemeChoice::Dark:
        check(Command::ThemeDark);
        break;
    }
    switch (m_parts.settings.timeDisplay()) {
    case TimeDisplay::Plan:
        check(Command::TimePlan);
        break;
    case TimeDisplay::Local:
        check(Command::TimeLocal);
        break;
    case TimeDisplay::Utc:
        check(Command::TimeUtc);
        break;
    }
    check(language.isEmpty()     ? Command::LanguageSystem
          : language == u"pt_BR" ? Command::LanguagePortuguese
                                 : Command::LanguageEnglish);
}

Page *MainWindow::currentPage() const
{
    return m_pages.at(static_cast<int>(m_page));
}

Topics MainWindow::topics() const
{
    // Overview and Workload share the jobs; whoever looks at another page comes back to them.
    return currentPage()->topics() | Topic::Jobs | Topic::Config;
}

void MainWindow::showPage(PageId page)
{
    m_page = page;
    m_commands->action(PageCommands[static_cast<std::size_t>(page)])->setChecked(true);
    m_parts.settings.setPage(pageWord(page));
    Q_EMIT topicsChanged(topics());
    refresh();
}

void MainWindow::refresh()
{
    const Session &session = m_parts.session;
    const bool hasProfile = session.profile().has_value();
    m_stack->setCurrentWidget(hasProfile ? static_cast<QWidget *>(currentPage()) : m_empty);
    m_header->refresh();
    m_banner->refresh();
    m_edge->setVisible(hasProfile && session.isStale());
    m_commands->action(Command::Refresh)->setEnabled(session.state().isOnline());
    m_commands->action(Command::Reconnect)->setEnabled(hasProfile && !session.state().isOnline());
    m_commands->action(Command::InvalidateCache)->setEnabled(invalidateObstacle(session).isEmpty());
    m_commands->action(Command::EditConnection)->setEnabled(hasProfile);
    m_commands->action(Command::RemoveConnection)->setEnabled(hasProfile);
    setWindowTitle(hasProfile ? u"%1 – Resync"_s.arg(session.profile()->name) : u"Resync"_s);
    update();
}

void MainWindow::retranslate()
{
    m_commands->retranslate();
    m_rail->retranslate();
    m_header->retranslate();
    refresh();
}

void MainWindow::fillProfiles()
{
    QMenu *menu = m_header->profileMenu();
    menu->clear();
    const auto &current = m_parts.session.profile();
    for (const Profile &profile : m_parts.settings.profiles()) {
        QAction *action = menu->addAction(profile.name);
        action->setCheckable(true);
        action->setChecked(current && current->id == profile.id);
        connect(action, &QAction::triggered, this,
                [this, id = profile.id] { Q_EMIT profileChosen(id); });
    }
    menu->addSeparator();
    menu->addAction(m_commands->action(Command::AddConnection));
    menu->addAction(m_commands->action(Command::EditConnection));
    menu->addAction(m_commands->action(Command::RemoveConnection));
}

void MainWindow::editConnection(bool isNew)
{
    const std::optional<Profile> profile = isNew ? std::nullopt : m_parts.session.profile();
    auto *dialog =
        new ConnectionDialog(m_parts.theme, m_parts.clock, m_parts.secrets, profile, this);
    connect(dialog, &ConnectionDialog::saved, this, &MainWindow::connectionSaved);
    dialog->open();
}

void MainWindow::askRemove()
{
    const auto &profile = m_parts.session.profile();
    if (!profile)
        return;
    auto *dialog = new RemoveDialog(m_parts.theme, profile->name, this);
    connect(dialog, &QDialog::accepted, this,
            [this, id = profile->id] { Q_EMIT removeConfirmed(id); });
    dialog->open();
}

void MainWindow::openInvalidate()
{
    const Session &session = m_parts.session;
    if (!invalidateObstacle(session).isEmpty())
        return;
    const Profile &profile = *session.profile();
    auto *dialog =
        new InvalidateDialog(m_parts.theme, m_parts.clock, m_parts.invalidator,
                             {profile.name,
                              profile.environment,
                              {profile.url, profile.user, profile.caFile, profile.allowPlainHttp},
                              session.timeView()},
                             this);
    connect(dialog, &InvalidateDialog::invalidated, m_cache, &CachePage::addInvalidation);
    connect(dialog, &InvalidateDialog::invalidated, this, &MainWindow::refreshRequested);
    dialog->open();
}

void MainWindow::setZoom(int percent)
{
    m_parts.theme.setZoom(percent);
    m_parts.settings.setZoomPercent(m_parts.theme.zoom());
}

void MainWindow::setTimeDisplay(TimeDisplay display)
{
    m_parts.settings.setTimeDisplay(display);
    m_parts.session.setTimeDisplay(display);
}

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isCompact = width() < m_parts.theme.px(CompactBelow);
    m_rail->setCompact(isCompact);
    m_header->setCompact(isCompact);
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m_parts.settings.setWindowGeometry(saveGeometry());
    QWidget::closeEvent(event);
}

void MainWindow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_parts.theme;
    const auto &profile = m_parts.session.profile();
    painter.fillRect(rect(), theme.color(Token::Window));
    painter.fillRect(QRect(0, 0, width(), theme.px(StripeHeight)),
                     theme.color(profile ? tokenOf(profile->environment) : Token::Border));
}

} // namespace resync::console
