// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QFrame;
class QLabel;
class QPushButton;
class QWidget;

namespace resync::console {

/// A label dressed by the style sheet's rule for \a role ("muted", "note", "cardtitle" …).
[[nodiscard]] QLabel *makeLabel(QStringView role, QWidget *parent);
/// Changes the rule of a label that is shown already.
void setRole(QLabel &label, QStringView role);

/// A white box with a hairline; \a name is its object name.
[[nodiscard]] QFrame *makeCard(const QString &name, QWidget *parent);
/// A horizontal hairline.
[[nodiscard]] QFrame *makeRule(QWidget *parent);
/// A vertical one, as between the facts of the header.
[[nodiscard]] QFrame *makeUpright(QWidget *parent);

/// \param kind empty, "primary", "small", "link" or "plain"
[[nodiscard]] QPushButton *makeButton(const QString &name, QStringView kind, QWidget *parent);

/// Applies the style sheet anew after a property changed.
void repolish(QWidget &widget);

/// Disables \a button with a reason that its tooltip and screen readers tell; empty: enables it.
void setReason(QPushButton &button, const QString &reason);

} // namespace resync::console
