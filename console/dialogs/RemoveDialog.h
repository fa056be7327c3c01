// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/dialogs/DialogFrame.h"

namespace resync::console {

/// Asks before a connection and its password are forgotten.
class RemoveDialog final : public DialogFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RemoveDialog)

public:
    RemoveDialog(const Theme &theme, const QString &name, QWidget *parent);
};

} // namespace resync::console
