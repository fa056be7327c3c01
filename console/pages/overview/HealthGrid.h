// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QAbstractItemModel;

namespace resync::console {

class Theme;

/// The components of an agent's health in one or two columns: shape, name, state, figures.
class HealthGrid final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HealthGrid)

public:
    /// \param model a HealthModel; outlives the grid
    HealthGrid(const Theme &theme, const QAbstractItemModel &model, QWidget *parent);

    void setColumns(int columns);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    void relayout();
    [[nodiscard]] int rowsPerColumn() const;
    [[nodiscard]] QRectF cellOf(int row) const;
    [[nodiscard]] double nameWidth(int column) const;
    void paintComponent(QPainter &painter, int row) const;
    [[nodiscard]] QString figuresOf(int row) const;

    const Theme &m_theme;
    const QAbstractItemModel &m_model;
    int m_columns = 2;
};

} // namespace resync::console
