// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/configuration/ReducedView.h"

#include "console/models/HealthModel.h"
#include "console/pages/common/Session.h"
#include "console/theme/ShapeLabel.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {

ReducedView::ReducedView(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_reason(makeLabel(u"muted", this))
    , m_parts(new QGridLayout)
{
    setObjectName(u"reducedView"_s);
    setProperty("card", true);
    m_reason->setObjectName(u"reducedReason"_s);
    m_reason->setWordWrap(true);
    m_parts->setHorizontalSpacing(theme.px(12));
    m_parts->setVerticalSpacing(theme.px(8));
    m_parts->setColumnStretch(2, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12));
    layout->setSpacing(theme.px(12));
    layout->addWidget(m_reason);
    layout->addLayout(m_parts);
    layout->addStretch(1);
}

void ReducedView::showParts(Session &session, const QString &reason)
{
    m_reason->setText(reason);
    const auto &components = session.health().health().components;
    for (int row = 0; row < static_cast<int>(components.size()); ++row) {
        const domain::HealthComponent &part = components[static_cast<std::size_t>(row)];
        if (m_parts->itemAtPosition(row, 0) == nullptr) {
            m_parts->addWidget(new ShapeLabel(m_theme, this), row, 0);
            m_parts->addWidget(makeLabel(u"base", this), row, 1);
            m_parts->addWidget(makeLabel(u"note", this), row, 2);
        }
        const auto at = [&](int column) { return m_parts->itemAtPosition(row, column)->widget(); };
        static_cast<ShapeLabel *>(at(0))->setShape(part.configured ? StateShape::Check
                                                                   : StateShape::Circle,
                                                   part.configured ? Token::Done : Token::Muted);
        static_cast<QLabel *>(at(1))->setText(componentName(part.name));
        static_cast<QLabel *>(at(2))->setText(part.configured ? tr("configured")
                                                              : tr("not configured"));
    }
}

} // namespace resync::console
