// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/RemoveDialog.h"

#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {

RemoveDialog::RemoveDialog(const Theme &theme, const QString &name, QWidget *parent)
    : DialogFrame(theme, 440, parent)
{
    setObjectName(u"removeDialog"_s);
    setTitle(tr("Remove connection %1").arg(name));
    QLabel *text = makeLabel(u"base", this);
    text->setWordWrap(true);
    text->setText(tr("This console forgets the connection and its password. The Resync agent is "
                     "not touched."));
    body()->addWidget(text);
    QPushButton *keep = makeButton(u"keepButton"_s, {}, this);
    keep->setText(tr("Keep"));
    QPushButton *remove = makeButton(u"removeButton"_s, u"primary", this);
    remove->setText(tr("Remove"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(12));
    row->addStretch(1);
    row->addWidget(keep);
    row->addWidget(remove);
    body()->addLayout(row);
    connect(keep, &QPushButton::clicked, this, &QDialog::reject);
    connect(remove, &QPushButton::clicked, this, &QDialog::accept);
    keep->setFocus(Qt::OtherFocusReason);
}

} // namespace resync::console
