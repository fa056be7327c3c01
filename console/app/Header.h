// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Tokens.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QMenu;
class QPushButton;

namespace resync::console {

class Commands;
class Session;
class ShapeLabel;
class Theme;
enum class Environment;

[[nodiscard]] Token tokenOf(Environment environment);

/// A word in a coloured outline: the environment, "DEMO".
class OutlinedWord final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OutlinedWord)

public:
    OutlinedWord(const Theme &theme, QWidget *parent);

    void setWord(const QString &word, Token token);
    [[nodiscard]] const QString &word() const { return m_word; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QFont wordFont() const;

    const Theme &m_theme;
    QString m_word;
    Token m_token = Token::Muted;
};

/// What one must always see: which connection and environment, whether it stands, how old the plan
/// is, who one is.
class Header final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Header)

public:
    Header(const Theme &theme, const Commands &commands, const Session &session, QWidget *parent);

    /// Filled by the window with the connections.
    [[nodiscard]] QMenu *profileMenu() const { return m_profileMenu; }
    void setCompact(bool compact);
    void retranslate();
    void refresh();

private:
    void addLeft(QHBoxLayout &row);
    void addRight(QHBoxLayout &row);
    void setMeasures();
    void showEngine();
    void showConnection();
    void showAge();
    void showUser();

    const Theme &m_theme;
    const Commands &m_commands;
    const Session &m_session;
    QPushButton *m_profile;
    QMenu *m_profileMenu;
    OutlinedWord *m_environment;
    OutlinedWord *m_demo;
    QFrame *m_engineRule;
    QLabel *m_engine;
    QFrame *m_stateRule;
    ShapeLabel *m_stateShape;
    QLabel *m_state;
    ShapeLabel *m_ageShape;
    QLabel *m_age;
    QPushButton *m_refresh;
    QPushButton *m_refreshMenu;
    QFrame *m_userRule;
    QLabel *m_user;
    QLabel *m_role;
    bool m_isCompact = false;
};

} // namespace resync::console
