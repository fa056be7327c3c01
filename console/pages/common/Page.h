// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/AgentClient.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace resync::console {

class Session;
class Settings;
class Theme;

/// What every page is given. The references outlive the pages.
struct PageContext
{
    const Theme &theme;
    Session &session;
    Settings &settings;
};

/// A page of the window: margins, a title row (title, note, and at the right the plan or an
/// action), and what the subclass puts below. Takes up new words when the language changes.
class Page : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Page)

public:
    ~Page() override;

    /// What the client has to keep up to date while the page is shown.
    [[nodiscard]] virtual Topics topics() const { return {}; }
    /// "/" was pressed. The default does nothing.
    virtual void focusFilter() {}

protected:
    Page(PageContext context, QWidget *parent);

    [[nodiscard]] const Theme &theme() const { return m_context.theme; }
    [[nodiscard]] Session &session() const { return m_context.session; }
    [[nodiscard]] Settings &settings() const { return m_context.settings; }
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    [[nodiscard]] QHBoxLayout *titleRow() const { return m_titleRow; }

    void setTitle(const QString &title);
    void setNote(const QString &note);
    void setAside(const QString &text);
    /// "Plan 2026-11-24 00:00 – 24:00 · Europe/Zurich · 19,985 jobs"; what is not known is left
    /// out.
    [[nodiscard]] QString planText() const;
    /// "as of 02:11:40 · 2 min 40 s old" while stale, else empty.
    [[nodiscard]] QString ageNote() const;

    /// Fixed words. Called at the end of a subclass's constructor and on a change of language.
    virtual void retranslate() = 0;
    /// Words and states that follow the session.
    virtual void refresh() = 0;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void setMeasures();

    PageContext m_context;
    QVBoxLayout *m_body;
    QHBoxLayout *m_titleRow;
    QLabel *m_title;
    QLabel *m_note;
    QLabel *m_aside;
};

} // namespace resync::console
