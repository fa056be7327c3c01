// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/TimeText.h"
#include "shared/domain/Job.h"

#include <QFrame>

class QGridLayout;
class QLabel;

namespace resync::console {

class Theme;

/// The chosen job at the side of the table: state, name, why, facts.
class JobPane final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JobPane)

public:
    JobPane(const Theme &theme, QWidget *parent);

    /// \param job nullptr: none is chosen
    void showJob(const domain::Job *job, const TimeView &view, std::optional<Instant> asOf);

private:
    void showFacts(const domain::Job &job, const TimeView &view, std::optional<Instant> asOf);
    void setWidths();

    const Theme &m_theme;
    QLabel *m_empty;
    QWidget *m_content;
    QLabel *m_shape;
    QLabel *m_state;
    QLabel *m_name;
    QLabel *m_place;
    QLabel *m_whyTitle;
    QLabel *m_why;
    QFrame *m_whyRule;
    QGridLayout *m_facts;
};

} // namespace resync::console
