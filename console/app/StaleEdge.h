// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace resync::console {

class Theme;

/// The striped left edge that marks stale content.
class StaleEdge final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StaleEdge)

public:
    StaleEdge(const Theme &theme, QWidget *parent);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
};

} // namespace resync::console
