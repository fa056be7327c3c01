// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Shapes.h"

#include <QLabel>

namespace resync::console {

class Theme;

/// One state shape of 14 pixels beside a text that says the same.
class ShapeLabel final : public QLabel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ShapeLabel)

public:
    ShapeLabel(const Theme &theme, QWidget *parent);

    void setShape(StateShape shape, Token ink);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    StateShape m_shape = StateShape::DottedCircle;
    Token m_ink = Token::Muted;
};

} // namespace resync::console
