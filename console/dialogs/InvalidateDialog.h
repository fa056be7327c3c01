// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/dialogs/DialogFrame.h"
#include "console/dialogs/Invalidator.h"
#include "console/models/TimeText.h"
#include "console/settings/Profile.h"

#include <QElapsedTimer>

#include <array>

class QButtonGroup;
class QFrame;
class QLineEdit;
class QProgressBar;
class QTimer;

namespace resync::console {

class ShapeLabel;

/// Asks what to read from the engine anew, tells what it costs, does it, shows what came of it.
/// In production the button is off until the connection's name is typed.
class InvalidateDialog final : public DialogFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InvalidateDialog)

public:
    struct Target
    {
        QString name;
        Environment environment = Environment::Production;
        AgentEndpoint endpoint; ///< for "Copy as curl"
        TimeView timeView;      ///< zone and display; the time is the clock's
    };

    InvalidateDialog(const Theme &theme, const Clock &clock, Invalidator &invalidator,
                     Target target, QWidget *parent);
    ~InvalidateDialog() override;

Q_SIGNALS:
    void invalidated(const resync::console::InvalidationRecord &record);

private:
    enum class Phase { Before, Running, Done };

    void addScopes();
    void addConfirmation();
    void addProgress();
    void addResult();
    void addButtons();
    void askCosts();
    void showCost(std::size_t scope, const Result<domain::InvalidationReport> &answer);
    void start();
    void stop();
    void onAnswer(const Result<domain::InvalidationReport> &answer);
    void showReport(const domain::InvalidationReport &report, milliseconds took);
    void showFailure(const Error &error);
    void setPhase(Phase phase);
    void updateConfirmation();
    [[nodiscard]] bool isConfirmed() const;
    [[nodiscard]] InvalidateScope scope() const;
    [[nodiscard]] QString ageText(std::optional<Instant> asOf) const;
    void copyAsCurl();

    const Clock &m_clock;
    Invalidator &m_invalidator;
    Target m_target;
    Phase m_phase = Phase::Before;
    std::optional<quint64> m_request;
    QElapsedTimer m_elapsed;

    QButtonGroup *m_scopes;
    std::array<QLabel *, 3> m_costs{};
    QWidget *m_confirmRow = nullptr;
    QLineEdit *m_confirm = nullptr;
    QLabel *m_matches = nullptr;
    QWidget *m_progressRow = nullptr;
    QProgressBar *m_progress = nullptr;
    QLabel *m_progressText = nullptr;
    QTimer *m_progressDelay = nullptr;
    QTimer *m_progressTick = nullptr;
    QFrame *m_result = nullptr;
    ShapeLabel *m_resultShape = nullptr;
    QLabel *m_resultTitle = nullptr;
    QLabel *m_resultReason = nullptr;
    QWidget *m_resultTable = nullptr;
    std::array<QLabel *, 4> m_resultCells{};
    QPushButton *m_curl = nullptr;
    QPushButton *m_go = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace resync::console
