// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/DialogFrame.h"

#include "console/theme/FocusRing.h"
#include "console/theme/Icons.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>
#include <QWindow>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int TitleBarHeight = 36;

/// Dims the window behind a dialog.
class Scrim final : public QWidget
{
public:
    explicit Scrim(QWidget *window)
        : QWidget(window)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        window->installEventFilter(this);
        setGeometry(window->rect());
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Resize)
            setGeometry(parentWidget()->rect());
        return QWidget::eventFilter(watched, event);
    }
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(rect(), QColor(0, 0, 0, 90));
    }
};

} // namespace

DialogFrame::DialogFrame(const Theme &theme, int width, QWidget *parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_theme(theme)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_TranslucentBackground);
    auto *frame = new QFrame(this);
    frame->setObjectName(u"dialogFrame"_s);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSizeConstraint(QLayout::SetFixedSize);
    outer->addWidget(frame);
    frame->setFixedWidth(theme.px(width));
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    addTitleBar(*layout);
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(theme.px(20), theme.px(16), theme.px(20), theme.px(16));
    m_body->setSpacing(theme.px(10));
    layout->addLayout(m_body);
    new FocusRing(theme, this);
}

DialogFrame::~DialogFrame()
{
    delete m_scrim;
}

void DialogFrame::addTitleBar(QVBoxLayout &frame)
{
    m_titleBar = new QFrame(this);
    m_titleBar->setObjectName(u"dialogTitleBar"_s);
    m_titleBar->setFixedHeight(m_theme.px(TitleBarHeight));
    m_titleBar->installEventFilter(this);
    m_title = makeLabel(u"strong", m_titleBar);
    m_close = makeButton(u"dialogCloseButton"_s, u"plain", m_titleBar);
    m_close->setIcon(makeIcon(Icon::Close, m_theme.color(Token::Text)));
    m_close->setIconSize({m_theme.px(14), m_theme.px(14)});
    m_close->setAccessibleName(tr("Close"));
    m_close->setFocusPolicy(Qt::NoFocus); // Esc does the same
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    auto *row = new QHBoxLayout(m_titleBar);
    row->setContentsMargins(m_theme.px(20), 0, m_theme.px(8), 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_close);
    frame.addWidget(m_titleBar);
}

void DialogFrame::setTitle(const QString &title)
{
    m_title->setText(title);
    setWindowTitle(title);
}

void DialogFrame::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    if (parentWidget() != nullptr && m_scrim == nullptr) {
        m_scrim = new Scrim(parentWidget()->window());
        connect(m_scrim, &QObject::destroyed, this, [this] { m_scrim = nullptr; });
    }
    if (m_scrim != nullptr) {
        m_scrim->show();
        m_scrim->raise();
    }
    centre();
}

void DialogFrame::hideEvent(QHideEvent *event)
{
    if (m_scrim != nullptr)
        m_scrim->hide();
    QDialog::hideEvent(event);
}

void DialogFrame::centre()
{
    if (parentWidget() == nullptr)
        return;
    const QRect window = parentWidget()->window()->geometry();
    move(window.center() - QPoint(width() / 2, height() / 2));
}

bool DialogFrame::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_titleBar && event->type() == QEvent::MouseButtonPress && windowHandle())
        windowHandle()->startSystemMove();
    return QDialog::eventFilter(watched, event);
}

} // namespace resync::console
