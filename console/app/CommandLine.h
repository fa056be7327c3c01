// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/app/MainWindow.h"
#include "console/theme/Tokens.h"
#include "shared/core/Result.h"

#include <QSize>
#include <QStringList>
#include <QUrl>

#include <optional>

namespace resync::console {

/// What was asked for on the command line.
struct Options
{
    std::optional<QUrl> url; ///< an agent for this run; no profile is saved for it
    QString user;
    std::optional<PageId> page;
    std::optional<Scheme> scheme;
    QString language; ///< empty: as set
    QString screenshot;
    std::optional<QSize> size;
    QString text; ///< --help or --version: print this and end
};

/// InvalidInput names the option and what it takes.
[[nodiscard]] Result<Options> parseCommandLine(const QStringList &arguments);

} // namespace resync::console
