// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/configuration/ConfigurationPage.h"

#include "console/client/ErrorText.h"
#include "console/delegates/CellDelegate.h"
#include "console/pages/common/Session.h"
#include "console/pages/common/TableHeader.h"
#include "console/pages/configuration/ReducedView.h"
#include "console/theme/Icons.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QAction>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QTreeView>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr std::array<int, 4> Widths = {290, 240, 230, 160};

} // namespace

ConfigurationPage::ConfigurationPage(PageContext context, QWidget *parent)
    : Page(context, parent)
    , m_whole(new QWidget(this))
    , m_proxy(new QSortFilterProxyModel(this))
    , m_reduced(new ReducedView(theme(), this))
{
    setObjectName(u"configurationPage"_s);
    m_proxy->setSourceModel(&session().configModel());
    m_proxy->setRecursiveFilteringEnabled(true);
    m_proxy->setAutoAcceptChildRows(true);
    m_proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_proxy->setFilterKeyColumn(-1);
    auto *whole = new QVBoxLayout(m_whole);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(theme().px(10));
    addFilter();
    addTree();
    body()->addWidget(m_whole, 1);
    body()->addWidget(m_reduced, 1);
    connect(m_filter, &QLineEdit::textChanged, this, &ConfigurationPage::applyFilter);
    connect(m_proxy, &QAbstractItemModel::modelReset, m_tree, &QTreeView::expandAll);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, m_tree, &QTreeView::expandAll);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ConfigurationPage::showItem);
    connect(&theme(), &Theme::changed, this, &ConfigurationPage::setMeasures);
    setMeasures();
    retranslate();
    refresh();
}

void ConfigurationPage::addFilter()
{
    m_filter = new QLineEdit(m_whole);
    m_filter->setObjectName(u"configFilter"_s);
    m_filter->setClearButtonEnabled(true);
    auto *lens = new QAction(makeIcon(Icon::Search, theme().color(Token::Muted)), {}, m_filter);
    m_filter->addAction(lens, QLineEdit::LeadingPosition);
    connect(&theme(), &Theme::changed, lens,
            [this, lens] { lens->setIcon(makeIcon(Icon::Search, theme().color(Token::Muted))); });
    m_whole->layout()->addWidget(m_filter);
}

void ConfigurationPage::addTree()
{
    QFrame *card = makeCard(u"configCard"_s, m_whole);
    m_tree = new QTreeView(card);
    m_tree->setObjectName(u"configTree"_s);
    m_tree->setModel(m_proxy);
    m_tree->setHeader(new TableHeader(theme(), m_tree));
    m_tree->header()->setSectionsMovable(false);
    m_tree->setItemDelegate(new CellDelegate(theme(), m_tree));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setAllColumnsShowFocus(true);
    m_tree->setUniformRowHeights(true);
    m_tree->expandAll();
    m_key = makeLabel(u"strong", card);
    m_description = makeLabel(u"note", card);
    m_description->setObjectName(u"configDescription"_s);
    m_description->setWordWrap(true);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(theme().px(11), theme().px(8), theme().px(11), theme().px(6));
    foot->setSpacing(theme().px(12));
    foot->addWidget(m_key);
    foot->addWidget(m_description, 1);
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_tree, 1);
    layout->addWidget(makeRule(card));
    layout->addLayout(foot);
    static_cast<QVBoxLayout *>(m_whole->layout())->addWidget(card, 1);
}

void ConfigurationPage::setMeasures()
{
    m_tree->setIndentation(theme().px(16));
    for (std::size_t i = 0; i < Widths.size(); ++i)
        m_tree->header()->resizeSection(static_cast<int>(i), theme().px(Widths[i]));
}

void ConfigurationPage::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ConfigurationPage::applyFilter()
{
    m_proxy->setFilterFixedString(m_filter->text().trimmed());
    m_tree->expandAll();
}

void ConfigurationPage::retranslate()
{
    setTitle(tr("Configuration"));
    m_filter->setPlaceholderText(tr("Filter settings (/)"));
    m_filter->setAccessibleName(tr("Filter of the settings"));
    m_tree->setAccessibleName(tr("Settings of the Resync agent"));
    showItem();
}

QString ConfigurationPage::obstacle() const
{
    if (session().config())
        return {};
    const auto failure = session().failure(Topic::Config);
    if (!session().profile())
        return tr("There is no connection.");
    if (session().profile()->user.isEmpty())
        return tr("The whole configuration is shown to admins; this connection has no user.");
    if (failure && failure->kind == ErrorKind::Unauthorized)
        return tr("The whole configuration is shown to admins; %1 is not one.")
            .arg(session().profile()->user);
    return failure ? describe(*failure) : tr("The configuration is not known yet.");
}

void ConfigurationPage::refresh()
{
    const QString reason = obstacle();
    m_whole->setVisible(reason.isEmpty());
    m_reduced->setVisible(!reason.isEmpty());
    if (!reason.isEmpty())
        m_reduced->showParts(session(), reason);
    const auto &report = session().config();
    if (!report) {
        setNote({});
        setAside({});
        return;
    }
    setNote(tr("read only; changed in the agent's files"));
    setAside(tr("%1 · Resync agent %2 · loaded %3")
                 .arg(QString::fromStdString(report->environment),
                      QString::fromStdString(report->version),
                      timeText(report->loadedAt, session().timeView())));
}

void ConfigurationPage::showItem()
{
    const domain::ConfigItem *item =
        session().configModel().itemAt(m_proxy->mapToSource(m_tree->currentIndex()));
    m_key->setText(item != nullptr ? QString::fromStdString(item->key) : QString());
    m_description->setText(item != nullptr ? QString::fromStdString(item->description)
                                           : tr("Choose a setting to read what it does."));
}

} // namespace resync::console
