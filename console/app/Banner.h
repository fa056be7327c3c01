// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace resync::console {

class Session;
class ShapeLabel;
class Theme;

/// Trouble with the connection: one sentence and one button under the header. It pushes the page
/// down and never takes the focus.
class Banner final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Banner)

public:
    Banner(const Theme &theme, const Session &session, QWidget *parent);

    void refresh();

Q_SIGNALS:
    void retryRequested();
    void editRequested();

private:
    void setMeasures();
    [[nodiscard]] QString fact() const;
    [[nodiscard]] QString consequence() const;
    [[nodiscard]] bool wantsEdit() const;

    const Theme &m_theme;
    const Session &m_session;
    ShapeLabel *m_shape;
    QLabel *m_fact;
    QLabel *m_consequence;
    QPushButton *m_button;
};

} // namespace resync::console
