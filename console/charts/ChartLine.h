// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/theme/Tokens.h"
#include "shared/core/Instant.h"

#include <QString>

#include <optional>
#include <vector>

namespace resync::console {

/// One sample. None: unknown; the line has a gap there.
struct ChartPoint
{
    Instant at{};
    std::optional<double> value;

    bool operator==(const ChartPoint &) const = default;
};

struct ChartLine
{
    QString name;
    Token token = Token::Text;
    Qt::PenStyle style = Qt::SolidLine;
    std::vector<ChartPoint> points; ///< by time

    bool operator==(const ChartLine &) const = default;
};

/// The stretches of a line between its gaps, none of them empty.
[[nodiscard]] std::vector<std::vector<ChartPoint>> stretches(const std::vector<ChartPoint> &points);

/// The sample nearest to \a at; nullptr when there is none.
[[nodiscard]] const ChartPoint *nearest(const std::vector<ChartPoint> &points, Instant at);

} // namespace resync::console
