// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/StatementText.h"

#include <QCoreApplication>

#include <array>
#include <string_view>

namespace resync::console {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(StatementText)
};

} // namespace

QString statementText(const domain::Statement &statement)
{
    return QString::fromStdString(statement.text);
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
