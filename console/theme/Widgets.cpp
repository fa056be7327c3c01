// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/theme/Widgets.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVariant>

namespace resync::console {
namespace {

QFrame *makeFrame(const char *property, QWidget *parent)
{
    auto *frame = new QFrame(parent);
    frame->setProperty(property, true);
    return frame;
}

} // namespace

QLabel *makeLabel(QStringView role, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setProperty("role", role.toString());
    label->setTextFormat(Qt::PlainText);
    return label;
}

void setRole(QLabel &label, QStringView role)
{
    if (label.property("role").toString() == role)
        return;
    label.setProperty("role", role.toString());
    repolish(label);
}

QFrame *makeCard(const QString &name, QWidget *parent)
{
    QFrame *card = makeFrame("card", parent);
    card->setObjectName(name);
    return card;
}

QFrame *makeRule(QWidget *parent)
{
    return makeFrame("rule", parent);
}

QFrame *makeUpright(QWidget *parent)
{
    return makeFrame("upright", parent);
}

QPushButton *makeButton(const QString &name, QStringView kind, QWidget *parent)
{
    auto *button = new QPushButton(parent);
    button->setObjectName(name);
    button->setAutoDefault(false);
    if (!kind.isEmpty())
        button->setProperty("kind", kind.toString());
    return button;
}

void repolish(QWidget &widget)
{
    widget.style()->unpolish(&widget);
    widget.style()->polish(&widget);
    widget.update();
}

void setReason(QPushButton &button, const QString &reason)
{
    button.setEnabled(reason.isEmpty());
    button.setToolTip(reason);
    button.setAccessibleDescription(reason);
}

} // namespace resync::console
