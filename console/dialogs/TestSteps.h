// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/ConnectionTest.h"

#include <QFrame>

#include <array>

class QLabel;
class QPushButton;

namespace resync::console {

class ShapeLabel;
class Theme;

/// The steps of a connection test with their outcomes; below a failed one the button that cures it.
class TestSteps final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TestSteps)

public:
    TestSteps(const Theme &theme, QWidget *parent);

    /// \param user for the words of the sign-in step; empty: nobody signs in
    void setReport(const TestReport &report, const QString &user);
    /// Shown below the failed step; hidden when there is none. The caller connects it.
    [[nodiscard]] QPushButton *cure() const { return m_cure; }

private:
    struct Row
    {
        QFrame *box = nullptr;
        ShapeLabel *shape = nullptr;
        QLabel *text = nullptr;
        QLabel *aside = nullptr;
    };
    [[nodiscard]] Row addRow(const QString &name);
    void showStep(const Row &row, const TestStep &step, const QString &user);

    const Theme &m_theme;
    std::array<Row, 4> m_rows{};
    QPushButton *m_cure;
};

/// What a person can press after \a trouble; empty: nothing but the fields above.
[[nodiscard]] QString cureText(ConnectionTrouble trouble);

} // namespace resync::console
