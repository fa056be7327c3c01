// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFocusFrame>

namespace resync::console {

class Theme;

/// The one ring of a window around the widget that has the keyboard. It shows after a key or a
/// command moved the focus, not after a click. Widgets that show focus themselves say so with the
/// property "ownFocus".
class FocusRing final : public QFocusFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FocusRing)

public:
    /// Follows the focus inside \a window.
    FocusRing(const Theme &theme, QWidget *window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void follow(QWidget *widget, Qt::FocusReason reason);

    const Theme &m_theme;
    QWidget *m_window; ///< the ring moves below it, never to another window
};

} // namespace resync::console
