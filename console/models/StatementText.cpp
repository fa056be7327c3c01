// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/StatementText.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string_view>

namespace resync::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(StatementText)
};

struct StatementEntry
{
    std::string_view code;
    const char *text; ///< %1, %2: the arguments in their order
};

/// What the Resync agent says, by its codes. The engine's own words (and codes of a newer agent)
/// have no entry and are shown as they come.
constexpr std::array Statements = {
    StatementEntry{"ended_with_return_code",
                   QT_TRANSLATE_NOOP("StatementText", "It ended with return code %1.")},
    StatementEntry{"ended_in_error", QT_TRANSLATE_NOOP("StatementText", "It ended in error.")},
    StatementEntry{"could_not_start",
                   QT_TRANSLATE_NOOP("StatementText", "It could not be started.")},
    StatementEntry{"held", QT_TRANSLATE_NOOP("StatementText", "It is held.")},
    StatementEntry{"held_by_priority",
                   QT_TRANSLATE_NOOP("StatementText", "It is held: its priority is 0.")},
    StatementEntry{"blocked", QT_TRANSLATE_NOOP("StatementText",
                                                "It is blocked; the engine does not say why.")},
    StatementEntry{
        "waits", QT_TRANSLATE_NOOP("StatementText", "It waits; the engine does not say what for.")},
    StatementEntry{
        "waits_for_dependencies",
        QT_TRANSLATE_NOOP("StatementText", "It waits for dependencies (%1 unresolved).")},
    StatementEntry{"waits_for_predecessor",
                   QT_TRANSLATE_NOOP("StatementText", "It waits for a predecessor.")},
    StatementEntry{
        "unexpected_predecessor_condition",
        QT_TRANSLATE_NOOP("StatementText",
                          "A predecessor ended with a condition that was not expected.")},
    StatementEntry{"waits_for_time",
                   QT_TRANSLATE_NOOP("StatementText", "Its start time is not reached.")},
    StatementEntry{"waits_for_prompt",
                   QT_TRANSLATE_NOOP("StatementText", "It waits for an answer to a prompt.")},
    StatementEntry{"waits_for_file", QT_TRANSLATE_NOOP("StatementText", "It waits for a file.")},
    StatementEntry{"waits_for_input", QT_TRANSLATE_NOOP("StatementText", "It waits for input.")},
    StatementEntry{"waits_for_resources",
                   QT_TRANSLATE_NOOP("StatementText", "It waits for a resource.")},
    StatementEntry{"waits_for_limit",
                   QT_TRANSLATE_NOOP("StatementText",
                                     "The limit of its workstation or job stream is reached.")},
    StatementEntry{
        "waits_for_agent",
        QT_TRANSLATE_NOOP("StatementText", "It waits for the engine agent of its workstation.")},
    StatementEntry{"waits_for_user",
                   QT_TRANSLATE_NOOP("StatementText", "It waits for somebody to intervene.")},
    StatementEntry{"below_fence",
                   QT_TRANSLATE_NOOP("StatementText",
                                     "Its priority is not above the fence of its workstation.")},
    StatementEntry{"suppressed", QT_TRANSLATE_NOOP("StatementText", "It is suppressed.")},
    StatementEntry{"condition_not_met",
                   QT_TRANSLATE_NOOP("StatementText", "A conditional dependency was not met.")},
    StatementEntry{"workstation_ignored",
                   QT_TRANSLATE_NOOP("StatementText", "Its workstation is not part of the plan.")},
    StatementEntry{
        "not_used_yet",
        QT_TRANSLATE_NOOP("StatementText", "Configured, but this version does not use it yet.")},
    StatementEntry{"no_plan",
                   QT_TRANSLATE_NOOP("StatementText", "The plan has not been read yet.")},
    StatementEntry{"disk_nearly_full",
                   QT_TRANSLATE_NOOP("StatementText", "Less than 200 MiB are free.")},
    StatementEntry{
        "disk_unreadable",
        QT_TRANSLATE_NOOP("StatementText", "The state directory's disk cannot be read.")},
    StatementEntry{
        "engine_unauthorized",
        QT_TRANSLATE_NOOP("StatementText",
                          "The engine refuses the sign-in: check TWS_USER and TWS_PASSWORD.")},
    StatementEntry{"dry_run",
                   QT_TRANSLATE_NOOP("StatementText", "It would take about %1 engine calls.")},
};

} // namespace

QString statementText(const domain::Statement &statement)
{
    const auto *const known =
        std::find_if(Statements.begin(), Statements.end(),
                     [&](const StatementEntry &entry) { return entry.code == statement.code; });
    if (known == Statements.end()) {
        const auto reason = domain::staleReasonFromWord(statement.code);
        return reason ? staleText(*reason) : QString::fromStdString(statement.text);
    }
    QString text = Texts::tr(known->text);
    for (const auto &[name, value] : statement.args)
        if (text.contains(u'%'))
            text = text.arg(QString::fromStdString(value));
    return text;
}

QString staleText(domain::StaleReason reason)
{
    using domain::StaleReason;
    switch (reason) {
    case StaleReason::TooOld:
        return Texts::tr("The data is older than it should be.");
    case StaleReason::EngineUnreachable:
        return Texts::tr("The Resync agent cannot reach the engine.");
    case StaleReason::EngineUnauthorized:
        return Texts::tr("The engine refuses the Resync agent's sign-in.");
    case StaleReason::Invalidated:
        return Texts::tr("The cache was invalidated and is being read anew.");
    case StaleReason::SweepInProgress:
        return Texts::tr("The engine is being read anew.");
    case StaleReason::RecountPending:
        return Texts::tr("The engine's counts differ; they are being read again.");
    case StaleReason::RolloverInProgress:
        return Texts::tr("The engine is changing to a new plan.");
    case StaleReason::RefreshPending:
        return Texts::tr("A refresh was asked for and has not ended yet.");
    case StaleReason::Unspecified:
        break;
    }
    return Texts::tr("The data may be out of date.");
}

} // namespace resync::console
