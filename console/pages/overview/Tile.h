// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/StateKind.h"

#include <QWidget>

namespace resync::console {

class Theme;

/// One number of the Overview: shape and name, figure, note.
class Tile final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tile)

public:
    enum class Size { Big, Normal };

    Tile(const Theme &theme, StateKind kind, Size size, QWidget *parent);

    void setName(const QString &name);
    /// \param isLoud draws the figure in the state's colour
    void setFigure(const QString &figure, bool isLoud);
    void setNote(const QString &note);
    [[nodiscard]] const QString &figure() const { return m_figure; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void describe();
    void paintFigure(QPainter &painter, const QRectF &box) const;

    const Theme &m_theme;
    StateKind m_kind;
    Size m_size;
    QString m_name;
    QString m_figure;
    QString m_note;
    bool m_isLoud = false;
};

} // namespace resync::console
