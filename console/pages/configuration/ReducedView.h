// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QGridLayout;
class QLabel;

namespace resync::console {

class Session;
class Theme;

/// What everyone may know of the configuration: which parts are configured, and why there is no
/// more to see.
class ReducedView final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReducedView)

public:
    ReducedView(const Theme &theme, QWidget *parent);

    void showParts(Session &session, const QString &reason);

private:
    const Theme &m_theme;
    QLabel *m_reason;
    QGridLayout *m_parts;
};

} // namespace resync::console
