// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace resync::console {

class Theme;

/// Paints every cell of every table: a state as shape and word, a muted second text, numbers with
/// digits of one width, and the bar of the selected row. Roles: models/Roles.h.
class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CellDelegate)

public:
    explicit CellDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    void paintRow(QPainter &painter, const QStyleOptionViewItem &option,
                  const QModelIndex &index) const;
    void paintTexts(QPainter &painter, const QRectF &box, const QColor &ink,
                    const QModelIndex &index) const;
    [[nodiscard]] QFont fontOf(const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace resync::console
