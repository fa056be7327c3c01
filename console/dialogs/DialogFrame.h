// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace resync::console {

class Theme;

/// A dialog of the console: title bar of its own, content below, the window behind it dimmed.
/// Open it with open(); it deletes itself when it closes.
class DialogFrame : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DialogFrame)

public:
    /// \param width of the dialog at 100 %
    DialogFrame(const Theme &theme, int width, QWidget *parent);
    ~DialogFrame() override;

protected:
    void setTitle(const QString &title);
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    [[nodiscard]] const Theme &theme() const { return m_theme; }

    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addTitleBar(QVBoxLayout &frame);
    void centre();

    const Theme &m_theme;
    QWidget *m_titleBar = nullptr;
    QLabel *m_title = nullptr;
    QPushButton *m_close = nullptr;
    QVBoxLayout *m_body = nullptr;
    QWidget *m_scrim = nullptr; ///< a child of the window behind
};

} // namespace resync::console
