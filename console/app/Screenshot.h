// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QTimer;

namespace resync::console {

class MainWindow;
class Session;

/// Waits until the window shows data, or a clear state (no connection, refused), at most 15 s; then
/// writes the picture.
class Screenshot final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Screenshot)

public:
    Screenshot(MainWindow &window, Session &session, const QString &file, QObject *parent);

Q_SIGNALS:
    /// \a error is empty when the file was written.
    void finished(const QString &error);

private:
    void check();
    void shoot();
    [[nodiscard]] bool isSettled() const;

    MainWindow &m_window;
    Session &m_session;
    QString m_file;
    QTimer *m_poll;
    QTimer *m_limit;
    int m_quietChecks = 0;
};

} // namespace resync::console
