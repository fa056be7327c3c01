// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace resync::console {

class Theme;

/// Muted column names, aligned as their cells, the sort arrow right behind the name, a hairline
/// below.
class TableHeader final : public QHeaderView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TableHeader)

public:
    TableHeader(const Theme &theme, QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void paintEvent(QPaintEvent *event) override;
    [[nodiscard]] QSize sectionSizeFromContents(int logicalIndex) const override;

private:
    void setMeasures();
    [[nodiscard]] QFont nameFont() const;

    const Theme &m_theme;
};

} // namespace resync::console
