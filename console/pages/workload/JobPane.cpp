// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/workload/JobPane.h"

#include "console/delegates/StateLook.h"
#include "console/models/StatementText.h"
#include "console/pages/workload/JobFacts.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Width = 304;
constexpr int ShapeSize = 14;

QString streamPath(const domain::Job &job)
{
    const QString folder = QString::fromStdString(job.folder);
    const QString stream = QString::fromStdString(job.stream.name);
    return folder.endsWith(u'/') ? folder + stream : folder + u'/' + stream;
}

QPixmap shapePixmap(const StateLook &look, const Theme &theme, qreal ratio)
{
    const int side = theme.px(ShapeSize);
    QPixmap pixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintShape(painter, QRectF(0, 0, side, side), look.shape, theme.color(look.token),
               theme.color(Token::Surface));
    return pixmap;
}

} // namespace

JobPane::JobPane(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_empty(makeLabel(u"muted", this))
    , m_content(new QWidget(this))
    , m_shape(new QLabel(m_content))
    , m_state(makeLabel(u"strong", m_content))
    , m_name(makeLabel(u"lead", m_content))
    , m_place(makeLabel(u"note", m_content))
    , m_whyTitle(makeLabel(u"cardtitle", m_content))
    , m_why(makeLabel(u"plainnote", m_content))
    , m_whyRule(makeRule(m_content))
    , m_facts(new QGridLayout)
{
    setObjectName(u"jobPane"_s);
    setProperty("card", true);
    m_name->setObjectName(u"jobPaneName"_s);
    m_why->setObjectName(u"jobPaneWhy"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    for (QLabel *label : {m_why, m_place, m_name, m_empty})
        label->setWordWrap(true);
    for (QLabel *label : {m_name, m_place, m_why})
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *stateRow = new QHBoxLayout;
    stateRow->setSpacing(m_theme.px(8));
    stateRow->addWidget(m_shape);
    stateRow->addWidget(m_state, 1);
    m_facts->setColumnStretch(1, 1);
    m_facts->setHorizontalSpacing(m_theme.px(12));
    m_facts->setVerticalSpacing(m_theme.px(7));

    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(m_theme.px(10));
    content->addLayout(stateRow);
    content->addWidget(m_name);
    content->addWidget(m_place);
    content->addWidget(makeRule(m_content));
    content->addWidget(m_whyTitle);
    content->addWidget(m_why);
    content->addWidget(m_whyRule);
    content->addLayout(m_facts);
    content->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(m_theme.px(14), m_theme.px(12), m_theme.px(14), m_theme.px(12));
    layout->addWidget(m_content);
    layout->addWidget(m_empty);
    setWidths();
    connect(&theme, &Theme::changed, this, &JobPane::setWidths);
    showJob(nullptr, {}, {});
}

void JobPane::setWidths()
{
    setFixedWidth(m_theme.px(Width));
}

void JobPane::showJob(const domain::Job *job, const TimeView &view, std::optional<Instant> asOf)
{
    m_content->setVisible(job != nullptr);
    m_empty->setVisible(job == nullptr);
    m_empty->setText(tr("Choose a job to see what is known about it."));
    if (job == nullptr)
        return;
    const StateLook look = lookOf(stateOf(*job));
    m_shape->setPixmap(shapePixmap(look, m_theme, devicePixelRatioF()));
    m_state->setText(stateText(*job));
    m_state->setStyleSheet(u"color: %1"_s.arg(m_theme.color(look.token).name()));
    m_name->setText(QString::fromStdString(job->name));
    m_place->setText(streamPath(*job) + u" · "_s + QString::fromStdString(job->workstation));
    m_whyTitle->setText(tr("Why"));
    m_whyTitle->setVisible(job->reason.has_value());
    m_why->setVisible(job->reason.has_value());
    m_whyRule->setVisible(job->reason.has_value());
    m_why->setText(job->reason ? statementText(*job->reason) : QString());
    showFacts(*job, view, asOf);
}

void JobPane::showFacts(const domain::Job &job, const TimeView &view, std::optional<Instant> asOf)
{
    const QList<JobFact> facts = jobFacts(job, view, asOf);
    for (int row = 0; row < std::max<int>(static_cast<int>(facts.size()), m_facts->rowCount());
         ++row) {
        const bool isUsed = row < facts.size();
        for (int column = 0; column < 2; ++column) {
            QLayoutItem *item = m_facts->itemAtPosition(row, column);
            auto *label = item != nullptr ? static_cast<QLabel *>(item->widget()) : nullptr;
            if (label == nullptr && isUsed) {
                label = makeLabel(column == 0 ? u"note" : u"plainnote", m_content);
                label->setWordWrap(column == 1);
                m_facts->addWidget(label, row, column, Qt::AlignTop);
            }
            if (label == nullptr)
                continue;
            label->setVisible(isUsed);
            if (isUsed)
                label->setText(column == 0 ? facts.at(row).name : facts.at(row).value);
        }
    }
}

} // namespace resync::console
