// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/InvalidateDialog.h"

#include "console/client/ErrorText.h"
#include "console/models/StatementText.h"
#include "console/theme/ShapeLabel.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QButtonGroup>
#include <QClipboard>
#include <QFrame>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Width = 560;
constexpr int ProgressDelay = 300; ///< ms; shorter work shows no progress
constexpr std::array<InvalidateScope, 3> Scopes = {InvalidateScope::System, InvalidateScope::Jobs,
                                                   InvalidateScope::Workstations};

QString secondsText(milliseconds span)
{
    return QLocale().toString(static_cast<double>(span.count()) / 1000.0, 'f', 1) + u" s"_s;
}

} // namespace

InvalidateDialog::InvalidateDialog(const Theme &theme, const Clock &clock, Invalidator &invalidator,
                                   Target target, QWidget *parent)
    : DialogFrame(theme, Width, parent)
    , m_clock(clock)
    , m_invalidator(invalidator)
    , m_target(std::move(target))
    , m_scopes(new QButtonGroup(this))
{
    setObjectName(u"invalidateDialog"_s);
    setTitle(tr("Invalidate cache of %1").arg(m_target.name));
    addScopes();
    addConfirmation();
    addProgress();
    addResult();
    addButtons();
    setPhase(Phase::Before);
    askCosts();
}

InvalidateDialog::~InvalidateDialog()
{
    if (m_request)
        m_invalidator.cancel(*m_request);
}

void InvalidateDialog::addScopes()
{
    QLabel *question = makeLabel(u"base", this);
    question->setText(tr("What should be read from the engine again?"));
    body()->addWidget(question);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(theme().px(24));
    grid->setVerticalSpacing(theme().px(5));
    grid->setColumnStretch(1, 1);
    for (std::size_t i = 0; i < Scopes.size(); ++i) {
        auto *choice = new QRadioButton(scopeName(Scopes[i]), this);
        choice->setObjectName(scopeWord(Scopes[i]) + u"Scope"_s);
        choice->setChecked(i == 0);
        m_scopes->addButton(choice, static_cast<int>(i));
        m_costs[i] = makeLabel(u"muted", this);
        m_costs[i]->setObjectName(scopeWord(Scopes[i]) + u"Cost"_s);
        grid->addWidget(choice, static_cast<int>(i), 0);
        grid->addWidget(m_costs[i], static_cast<int>(i), 1);
    }
    body()->addLayout(grid);
}

void InvalidateDialog::addConfirmation()
{
    const bool isProduction = m_target.environment == Environment::Production;
    QLabel *effect = makeLabel(u"note", this);
    effect->setWordWrap(true);
    const QString keep = tr("All consoles share this cache; until the new data are there they keep "
                            "the old, marked with its age.");
    effect->setText(isProduction ? tr("%1 is production.").arg(m_target.name) + u' ' + keep : keep);
    body()->addWidget(effect);

    m_confirmRow = new QWidget(this);
    QLabel *prompt = makeLabel(u"base", m_confirmRow);
    prompt->setText(tr("Type %1 to confirm").arg(m_target.name));
    m_confirm = new QLineEdit(m_confirmRow);
    m_confirm->setObjectName(u"confirmEdit"_s);
    m_confirm->setAccessibleName(prompt->text());
    m_matches = makeLabel(u"done", m_confirmRow);
    m_matches->setObjectName(u"confirmMatches"_s);
    m_matches->setMinimumWidth(theme().px(64));
    auto *row = new QHBoxLayout(m_confirmRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme().px(10));
    row->addWidget(prompt);
    row->addWidget(m_confirm, 1);
    row->addWidget(m_matches);
    m_confirmRow->setVisible(isProduction);
    body()->addWidget(m_confirmRow);
    connect(m_confirm, &QLineEdit::textChanged, this, &InvalidateDialog::updateConfirmation);
    connect(m_confirm, &QLineEdit::returnPressed, this, [this] {
        if (m_phase == Phase::Before && isConfirmed())
            start();
    });
}

void InvalidateDialog::addProgress()
{
    m_progressRow = new QWidget(this);
    m_progress = new QProgressBar(m_progressRow);
    m_progress->setObjectName(u"invalidateProgress"_s);
    m_progress->setRange(0, 0);
    m_progress->setTextVisible(false);
    m_progressText = makeLabel(u"muted", m_progressRow);
    auto *column = new QVBoxLayout(m_progressRow);
    column->setContentsMargins(0, theme().px(4), 0, theme().px(4));
    column->addWidget(m_progressText);
    column->addWidget(m_progress);
    m_progressRow->hide();
    body()->addWidget(m_progressRow);

    m_progressDelay = new QTimer(this);
    m_progressDelay->setSingleShot(true);
    m_progressDelay->setInterval(ProgressDelay);
    m_progressTick = new QTimer(this);
    m_progressTick->setInterval(1000);
    const auto tell = [this] {
        m_progressText->setText(
            tr("Reading from the engine: %1").arg(spanText(milliseconds(m_elapsed.elapsed()))));
        m_progressRow->show();
    };
    connect(m_progressDelay, &QTimer::timeout, this, tell);
    connect(m_progressTick, &QTimer::timeout, this, tell);
}

void InvalidateDialog::addResult()
{
    m_result = new QFrame(this);
    m_result->setObjectName(u"invalidateResult"_s);
    m_result->setProperty("inset", true);
    m_resultShape = new ShapeLabel(theme(), m_result);
    m_resultTitle = makeLabel(u"strong", m_result);
    m_resultTitle->setObjectName(u"resultTitle"_s);
    m_resultTitle->setWordWrap(true);
    m_resultReason = makeLabel(u"note", m_result);
    m_resultReason->setWordWrap(true);
    auto *titleRow = new QHBoxLayout;
    titleRow->setSpacing(theme().px(8));
    titleRow->addWidget(m_resultShape, 0, Qt::AlignTop);
    titleRow->addWidget(m_resultTitle, 1);

    m_resultTable = new QWidget(m_result);
    auto *grid = new QGridLayout(m_resultTable);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(theme().px(24));
    grid->setColumnStretch(0, 1);
    const std::array<QString, 4> heads = {tr("Scope"), tr("Age before"), tr("Age after"),
                                          tr("Engine calls")};
    for (int column = 0; column < 4; ++column) {
        const auto alignment = column == 0 ? Qt::AlignLeft : Qt::AlignRight;
        QLabel *head = makeLabel(u"note", m_resultTable);
        head->setText(heads[static_cast<std::size_t>(column)]);
        QLabel *value = makeLabel(u"base", m_resultTable);
        m_resultCells[static_cast<std::size_t>(column)] = value;
        grid->addWidget(head, 0, column, alignment);
        grid->addWidget(value, 1, column, alignment);
    }
    auto *layout = new QVBoxLayout(m_result);
    layout->setContentsMargins(theme().px(14), theme().px(12), theme().px(14), theme().px(12));
    layout->setSpacing(theme().px(8));
    layout->addLayout(titleRow);
    layout->addWidget(m_resultReason);
    layout->addWidget(m_resultTable);
    m_result->hide();
    body()->addWidget(m_result);
}

void InvalidateDialog::addButtons()
{
    m_curl = makeButton(u"copyCurlButton"_s, {}, this);
    m_curl->setText(tr("Copy as curl"));
    m_curl->setToolTip(tr("A command line that does the same; it asks for the password"));
    m_go = makeButton(u"invalidateButton"_s, u"primary", this);
    m_cancel = makeButton(u"cancelButton"_s, {}, this);
    auto *row = new QHBoxLayout;
    row->setSpacing(theme().px(12));
    row->addWidget(m_curl);
    row->addStretch(1);
    row->addWidget(m_go);
    row->addWidget(m_cancel);
    body()->addLayout(row);
    connect(m_curl, &QPushButton::clicked, this, &InvalidateDialog::copyAsCurl);
    connect(m_go, &QPushButton::clicked, this, [this] {
        if (m_phase == Phase::Done) {
            m_confirm->clear();
            setPhase(Phase::Before);
            (m_confirmRow->isHidden() ? static_cast<QWidget *>(m_go) : m_confirm)
                ->setFocus(Qt::OtherFocusReason);
        } else {
            start();
        }
    });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_phase == Phase::Running)
            stop();
        else
            reject();
    });
}

void InvalidateDialog::askCosts()
{
    for (std::size_t i = 0; i < Scopes.size(); ++i) {
        m_costs[i]->setText(tr("asking what it costs"));
        m_invalidator.invalidate(
            Scopes[i], true, this,
            [this, i](const Result<domain::InvalidationReport> &answer) { showCost(i, answer); });
    }
}

void InvalidateDialog::showCost(std::size_t scope, const Result<domain::InvalidationReport> &answer)
{
    if (answer)
        m_costs[scope]->setText(
            tr("about %n engine call(s)", nullptr, static_cast<int>(answer->engineCalls)));
    else
        m_costs[scope]->setText(tr("cost unknown"));
    m_costs[scope]->setToolTip(answer ? QString() : describe(answer.error()));
}

InvalidateScope InvalidateDialog::scope() const
{
    return Scopes[static_cast<std::size_t>(std::max(0, m_scopes->checkedId()))];
}

bool InvalidateDialog::isConfirmed() const
{
    return m_confirmRow->isHidden() || m_confirm->text() == m_target.name;
}

void InvalidateDialog::updateConfirmation()
{
    m_matches->setText(isConfirmed() ? tr("matches") : QString());
    if (m_phase == Phase::Before)
        setReason(*m_go, isConfirmed() ? QString() : tr("Type the name to confirm"));
}

void InvalidateDialog::start()
{
    setPhase(Phase::Running);
    m_elapsed.start();
    m_request = m_invalidator.invalidate(scope(), false, this,
                                         [this](const Result<domain::InvalidationReport> &answer) {
                                             m_request.reset();
                                             onAnswer(answer);
                                         });
}

void InvalidateDialog::stop()
{
    if (m_request)
        m_invalidator.cancel(*m_request);
}

void InvalidateDialog::onAnswer(const Result<domain::InvalidationReport> &answer)
{
    const milliseconds took(m_elapsed.elapsed());
    if (answer) {
        showReport(*answer, took);
        Q_EMIT invalidated({m_clock.now(), scope(), *answer, took});
    } else {
        showFailure(answer.error());
    }
    setPhase(Phase::Done);
    m_cancel->setFocus(Qt::OtherFocusReason);
}

QString InvalidateDialog::ageText(std::optional<Instant> asOf) const
{
    return asOf ? spanText(m_clock.now() - *asOf) : unknownText();
}

void InvalidateDialog::showReport(const domain::InvalidationReport &report, milliseconds took)
{
    TimeView view = m_target.timeView;
    view.now = m_clock.now();
    const int calls = static_cast<int>(report.engineCalls);
    const QString callsText = tr("%n engine call(s)", nullptr, calls);
    m_resultShape->setShape(report.refreshed ? StateShape::Check : StateShape::Warning,
                            report.refreshed ? Token::Done : Token::Late);
    m_resultTitle->setText(
        report.refreshed
            ? tr("Read anew: %1 in %2, finished %3")
                  .arg(callsText, secondsText(took), timeText(view.now, view))
            : tr("Invalidated; the engine is still being read: %1 so far").arg(callsText));
    m_resultReason->setVisible(!report.refreshed && report.reason);
    m_resultReason->setText(report.reason ? statementText(*report.reason) : QString());
    m_resultTable->show();
    m_resultCells[0]->setText(scopeName(scope()));
    m_resultCells[1]->setText(ageText(report.asOfBefore));
    m_resultCells[2]->setText(ageText(report.asOfAfter));
    m_resultCells[3]->setText(QLocale().toString(calls));
}

void InvalidateDialog::showFailure(const Error &error)
{
    const bool isCancelled = error.kind == ErrorKind::Cancelled;
    m_resultShape->setShape(isCancelled ? StateShape::SlashCircle : StateShape::Warning,
                            isCancelled ? Token::Muted : Token::Late);
    m_resultTitle->setText(isCancelled
                               ? tr("Cancelled. The Resync agent may finish it all the same.")
                               : describe(error));
    m_resultReason->hide();
    m_resultTable->hide();
}

void InvalidateDialog::setPhase(Phase phase)
{
    m_phase = phase;
    const bool isBefore = phase == Phase::Before;
    const bool isRunning = phase == Phase::Running;
    for (QAbstractButton *choice : m_scopes->buttons())
        choice->setEnabled(isBefore);
    m_confirm->setReadOnly(!isBefore);
    m_result->setVisible(phase == Phase::Done);
    m_progressRow->hide();
    if (isRunning) {
        m_progressDelay->start();
        m_progressTick->start();
    } else {
        m_progressDelay->stop();
        m_progressTick->stop();
    }
    m_go->setText(phase == Phase::Done ? tr("Invalidate again") : tr("Invalidate"));
    m_go->setProperty("kind", isBefore || isRunning ? u"primary"_s : QString());
    m_cancel->setText(phase == Phase::Done ? tr("Close") : tr("Cancel"));
    m_cancel->setProperty("kind", phase == Phase::Done ? u"primary"_s : QString());
    repolish(*m_go);
    repolish(*m_cancel);
    m_go->setEnabled(!isRunning);
    updateConfirmation();
}

void InvalidateDialog::copyAsCurl()
{
    QGuiApplication::clipboard()->setText(invalidateAsCurl(m_target.endpoint, scope()));
    m_curl->setText(tr("Copied"));
}

} // namespace resync::console
