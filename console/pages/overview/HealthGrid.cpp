// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/overview/HealthGrid.h"

#include "console/delegates/StateLook.h"
#include "console/models/HealthModel.h"
#include "console/models/Roles.h"
#include "console/theme/TabularText.h"
#include "console/theme/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int RowHeight = 21;
constexpr int ShapeSize = 13;
constexpr int NameIndent = 22;
constexpr int NameGap = 10;

QString cell(const QAbstractItemModel &model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

HealthGrid::HealthGrid(const Theme &theme, const QAbstractItemModel &model, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_model(model)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&model, &QAbstractItemModel::modelReset, this, &HealthGrid::relayout);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &HealthGrid::relayout);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &HealthGrid::relayout);
    connect(&model, &QAbstractItemModel::dataChanged, this, qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, &HealthGrid::relayout);
}

void HealthGrid::relayout()
{
    updateGeometry();
    update();
}

void HealthGrid::setColumns(int columns)
{
    if (m_columns == columns)
        return;
    m_columns = columns;
    relayout();
}

int HealthGrid::rowsPerColumn() const
{
    return std::max(1, (m_model.rowCount() + m_columns - 1) / m_columns);
}

QSize HealthGrid::sizeHint() const
{
    return {m_theme.px(300 * m_columns), rowsPerColumn() * m_theme.px(RowHeight)};
}

QSize HealthGrid::minimumSizeHint() const
{
    return {m_theme.px(200), sizeHint().height()};
}

double HealthGrid::nameWidth(int column) const
{
    double widest = 0;
    const int end = std::min(m_model.rowCount(), (column + 1) * rowsPerColumn());
    for (int row = column * rowsPerColumn(); row < end; ++row)
        widest = std::max(widest, tabularWidth(cell(m_model, row, HealthModel::Component),
                                               m_theme.font(FontRole::Base)));
    return widest;
}

/// Each column has the width of its names and an equal share of what is left.
QRectF HealthGrid::cellOf(int row) const
{
    const int column = row / rowsPerColumn();
    double rest = width();
    double left = 0;
    for (int c = 0; c < m_columns; ++c) {
        rest -= nameWidth(c);
        left += c < column ? nameWidth(c) : 0;
    }
    const double share = rest / m_columns;
    const double height = m_theme.px(RowHeight);
    return {left + column * share, (row % rowsPerColumn()) * height,
            nameWidth(column) + share - m_theme.px(8), height};
}

QString HealthGrid::figuresOf(int row) const
{
    QStringList parts;
    const QString latency = cell(m_model, row, HealthModel::Latency);
    if (!latency.isEmpty() && latency != unknownText())
        parts += latency;
    const QString since = cell(m_model, row, HealthModel::Since);
    if (!since.isEmpty() && since != unknownText())
        parts += tr("since %1").arg(since);
    if (parts.isEmpty())
        return cell(m_model, row, HealthModel::Message);
    return parts.join(u" · "_s);
}

void HealthGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    for (int row = 0; row < m_model.rowCount(); ++row)
        paintComponent(painter, row);
}

void HealthGrid::paintComponent(QPainter &painter, int row) const
{
    const auto px = [this](int measure) { return m_theme.px(measure); };
    const QRectF box = cellOf(row);
    painter.setClipRect(box); // in a narrow window words are cut, never drawn over each other
    const auto kind =
        static_cast<StateKind>(m_model.index(row, HealthModel::Status).data(StateKindRole).toInt());
    const StateLook look = lookOf(kind);
    paintShape(painter,
               QRectF(box.left(), std::round(box.center().y() - px(ShapeSize) / 2.0), px(ShapeSize),
                      px(ShapeSize)),
               look.shape, m_theme.color(look.token), m_theme.color(Token::Surface));

    painter.setFont(m_theme.font(FontRole::Base));
    painter.setPen(m_theme.color(Token::Text));
    QRectF text = box.adjusted(px(NameIndent), 0, 0, 0);
    paintTabular(painter, text, Qt::AlignLeft, cell(m_model, row, HealthModel::Component));

    text.setLeft(text.left() + nameWidth(row / rowsPerColumn()) + px(NameGap));
    const QFont note = m_theme.font(FontRole::Note);
    painter.setFont(note);
    const bool isTrouble = kind == StateKind::Late || kind == StateKind::Failed;
    painter.setPen(m_theme.color(isTrouble ? look.token : Token::Text));
    const QString word = cell(m_model, row, HealthModel::Status);
    text.setLeft(text.left() + paintTabular(painter, text, Qt::AlignLeft, word));
    const QString figures = figuresOf(row);
    if (figures.isEmpty() || figures == unknownText())
        return;
    painter.setPen(m_theme.color(Token::Muted));
    paintTabular(painter, text, Qt::AlignLeft,
                 QFontMetricsF(note).elidedText(u" · "_s + figures, Qt::ElideRight, text.width()));
}

bool HealthGrid::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    for (int row = 0; row < m_model.rowCount(); ++row)
        if (cellOf(row).contains(help->pos())) {
            QToolTip::showText(help->globalPos(), cell(m_model, row, HealthModel::Message), this);
            return true;
        }
    return QWidget::event(event);
}

} // namespace resync::console
