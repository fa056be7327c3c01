// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace resync::console {

class Theme;

/// The first start: no connection yet, and what to do.
class EmptyPage final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EmptyPage)

public:
    EmptyPage(const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void addRequested();

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void retranslate();
    void restyle();

    const Theme &m_theme;
    QLabel *m_plug;
    QLabel *m_text;
    QPushButton *m_add;
    QLabel *m_hint;
};

} // namespace resync::console
