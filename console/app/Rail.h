// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Icons.h"

#include <QAbstractButton>
#include <QFrame>

class QAction;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace resync::console {

class Commands;
class Theme;

/// One page in the rail: icon and name, a bar at the left while it is shown.
class RailButton final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RailButton)

public:
    /// Follows \a action: its text, its check mark; a click triggers it.
    RailButton(const Theme &theme, Icon icon, QAction *action, QWidget *parent);

    void setCompact(bool compact);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const Theme &m_theme;
    Icon m_icon;
    bool m_isCompact = false;
};

/// The left edge of the window: name, menu, pages, and the palette's button.
class Rail final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Rail)

public:
    Rail(const Theme &theme, const Commands &commands, QWidget *parent);

    /// Icons only.
    void setCompact(bool compact);
    void retranslate();

private:
    void addGroup(QVBoxLayout &layout, QLabel *&title);
    void addPage(QVBoxLayout &layout, Icon icon, QAction *action);
    void setMeasures();
    void showFind();

    const Theme &m_theme;
    const Commands &m_commands;
    QLabel *m_brand;
    QPushButton *m_menuButton;
    QLabel *m_operate = nullptr;
    QLabel *m_administer = nullptr;
    QPushButton *m_find;
    QLabel *m_findKey;
    QList<RailButton *> m_pages;
    bool m_isCompact = false;
};

} // namespace resync::console
