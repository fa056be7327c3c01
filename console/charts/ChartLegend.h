// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Tokens.h"

#include <QWidget>

#include <vector>

namespace resync::console {

class Theme;

/// Names, colours and values of a chart's lines, in one row that wraps.
class ChartLegend final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChartLegend)

public:
    struct Entry
    {
        QString name;
        QString value;
        Token token = Token::Text;
        Qt::PenStyle style = Qt::SolidLine;
    };

    ChartLegend(const Theme &theme, QWidget *parent);

    void setEntries(std::vector<Entry> entries);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    /// Calls \a place with each entry and its box; \return the height used.
    template<typename Place>
    int layOut(int width, Place place) const;

    const Theme &m_theme;
    std::vector<Entry> m_entries;
};

} // namespace resync::console
