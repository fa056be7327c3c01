// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>
#include <QPointer>

class QAction;
class QLineEdit;
class QListWidget;

namespace resync::console {

class Theme;

/// Ctrl+K: type a few letters of a command, Enter does it, Esc closes. The focus goes back to where
/// it was.
class CommandPalette final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CommandPalette)

public:
    CommandPalette(const Theme &theme, QWidget *window);

    void popUp(const QList<QAction *> &actions);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void list();
    void run();
    void close();
    void place();

    const Theme &m_theme;
    QLineEdit *m_edit;
    QListWidget *m_list;
    QList<QAction *> m_actions;
    QPointer<QWidget> m_before; ///< had the focus
};

} // namespace resync::console
