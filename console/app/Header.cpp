// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Header.h"

#include "console/app/Commands.h"
#include "console/pages/common/Session.h"
#include "console/theme/Icons.h"
#include "console/theme/ShapeLabel.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Height = 48;
constexpr int RuleHeight = 20;

QString engineText(const domain::EngineIdentity &engine)
{
    QStringList parts;
    if (!engine.host.empty())
        parts += QString::fromStdString(engine.host);
    if (!engine.version.empty())
        parts += Header::tr("engine %1").arg(QString::fromStdString(engine.version));
    QStringList apis;
    for (const std::string &api : engine.apis)
        apis += QString::fromStdString(api);
    if (!apis.isEmpty())
        parts += Header::tr("API %1").arg(apis.join(u" + "_s));
    return parts.join(u" · "_s);
}

} // namespace

Token tokenOf(Environment environment)
{
    switch (environment) {
    case Environment::Production:
        return Token::Production;
    case Environment::Test:
        return Token::Test;
    case Environment::Development:
        return Token::Development;
    }
    return Token::Border;
}

OutlinedWord::OutlinedWord(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

void OutlinedWord::setWord(const QString &word, Token token)
{
    if (m_word == word && m_token == token)
        return;
    m_word = word;
    m_token = token;
    setAccessibleName(word);
    setVisible(!word.isEmpty());
    updateGeometry();
    update();
}

QFont OutlinedWord::wordFont() const
{
    QFont font = m_theme.font(FontRole::Tiny);
    font.setWeight(QFont::Bold);
    return font;
}

QSize OutlinedWord::sizeHint() const
{
    const double width = QFontMetricsF(wordFont()).horizontalAdvance(m_word);
    return {static_cast<int>(std::ceil(width)) + 2 * m_theme.px(9), m_theme.px(22)};
}

void OutlinedWord::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_theme.color(m_token), 1.2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), m_theme.px(4), m_theme.px(4));
    painter.setFont(wordFont());
    painter.drawText(rect(), Qt::AlignCenter, m_word);
}

Header::Header(const Theme &theme, const Commands &commands, const Session &session,
               QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_commands(commands)
    , m_session(session)
    , m_profile(makeButton(u"profileButton"_s, u"plain", this))
    , m_profileMenu(new QMenu(m_profile))
    , m_environment(new OutlinedWord(theme, this))
    , m_demo(new OutlinedWord(theme, this))
    , m_engineRule(makeUpright(this))
    , m_engine(makeLabel(u"muted", this))
    , m_stateRule(makeUpright(this))
    , m_stateShape(new ShapeLabel(theme, this))
    , m_state(makeLabel(u"base", this))
    , m_ageShape(new ShapeLabel(theme, this))
    , m_age(makeLabel(u"strong", this))
    , m_refresh(makeButton(u"refreshButton"_s, {}, this))
    , m_refreshMenu(makeButton(u"refreshMenuButton"_s, {}, this))
    , m_userRule(makeUpright(this))
    , m_user(makeLabel(u"base", this))
    , m_role(makeLabel(u"muted", this))
{
    setObjectName(u"header"_s);
    auto *row = new QHBoxLayout(this);
    addLeft(*row);
    row->addStretch(1);
    addRight(*row);
    connect(m_refresh, &QPushButton::clicked, commands.action(Command::Refresh), &QAction::trigger);
    auto *menu = new QMenu(m_refreshMenu);
    menu->addAction(commands.action(Command::Refresh));
    menu->addAction(commands.action(Command::InvalidateCache));
    m_refreshMenu->setMenu(menu);
    m_profile->setMenu(m_profileMenu);
    connect(&theme, &Theme::changed, this, &Header::setMeasures);
    setMeasures();
    retranslate();
}

void Header::addLeft(QHBoxLayout &row)
{
    m_environment->setObjectName(u"environmentWord"_s);
    m_demo->setObjectName(u"demoWord"_s);
    m_engine->setObjectName(u"engineText"_s);
    m_state->setObjectName(u"connectionText"_s);
    m_engine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_profile->setLayoutDirection(Qt::RightToLeft); // the chevron follows the name
    row.addWidget(m_profile);
    row.addWidget(m_environment);
    row.addWidget(m_demo);
    row.addWidget(m_engineRule);
    row.addWidget(m_engine);
    row.addWidget(m_stateRule);
    row.addWidget(m_stateShape);
    row.addWidget(m_state);
    m_engine->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
}

void Header::addRight(QHBoxLayout &row)
{
    m_age->setObjectName(u"ageText"_s);
    m_user->setObjectName(u"userText"_s);
    m_role->setObjectName(u"roleText"_s);
    auto *split = new QHBoxLayout;
    split->setSpacing(0);
    split->addWidget(m_refresh);
    split->addWidget(m_refreshMenu);
    row.addWidget(m_ageShape);
    row.addWidget(m_age);
    row.addLayout(split);
    row.addWidget(m_userRule);
    row.addWidget(m_user);
    row.addWidget(m_role);
}

void Header::setMeasures()
{
    const auto px = [this](int measure) { return m_theme.px(measure); };
    setFixedHeight(px(Height));
    layout()->setContentsMargins(px(16), 0, px(20), 0);
    layout()->setSpacing(px(12));
    for (QFrame *rule : {m_engineRule, m_stateRule, m_userRule})
        rule->setFixedHeight(px(RuleHeight));
    const QIcon chevron = makeIcon(Icon::ChevronDown, m_theme.color(Token::Text));
    for (QPushButton *button : {m_profile, m_refreshMenu}) {
        button->setIcon(chevron);
        button->setIconSize({px(12), px(12)});
    }
}

void Header::setCompact(bool compact)
{
    m_isCompact = compact;
    refresh();
}

void Header::retranslate()
{
    m_refresh->setText(tr("Refresh"));
    m_refresh->setToolTip(tr("Reads the Resync agent (F5)"));
    m_refreshMenu->setAccessibleName(tr("More ways to refresh"));
    m_profile->setToolTip(tr("Connections"));
    refresh();
}

void Header::refresh()
{
    const auto &profile = m_session.profile();
    m_profile->setText(profile ? profile->name : tr("No connection"));
    QString environment;
    if (profile) {
        switch (profile->environment) {
        case Environment::Production:
            environment = tr("PRODUCTION");
            break;
        case Environment::Test:
            environment = tr("TEST");
            break;
        case Environment::Development:
            environment = tr("DEVELOPMENT");
            break;
        }
    }
    m_environment->setWord(environment, profile ? tokenOf(profile->environment) : Token::Muted);
    m_environment->setVisible(profile.has_value());
    m_demo->setWord(m_session.isDemo() ? tr("DEMO") : QString(), Token::Text);
    m_demo->setVisible(m_session.isDemo());
    m_demo->setToolTip(tr("The engine is a simulator: none of this is real"));
    showEngine();
    showConnection();
    showAge();
    showUser();
    const QString reason =
        m_session.state().isOnline() ? QString() : tr("Refreshing needs the Resync agent");
    setReason(*m_refresh, reason);
    if (reason.isEmpty())
        m_refresh->setToolTip(tr("Reads the Resync agent (F5)"));
    m_refresh->setVisible(profile.has_value());
    m_refreshMenu->setVisible(profile.has_value());
}

void Header::showEngine()
{
    const auto &plan = m_session.plan();
    const QString text = plan ? engineText(plan->value.engine) : QString();
    m_engine->setText(text);
    const bool isShown = !text.isEmpty() && !m_isCompact;
    m_engine->setVisible(isShown);
    m_engineRule->setVisible(isShown);
}

void Header::showConnection()
{
    const ConnectionState &state = m_session.state();
    const bool isShown = m_session.profile().has_value();
    for (QWidget *part : {static_cast<QWidget *>(m_stateRule), static_cast<QWidget *>(m_stateShape),
                          static_cast<QWidget *>(m_state)})
        part->setVisible(isShown);
    if (state.isOnline()) {
        m_stateShape->setShape(StateShape::Dot, Token::Done);
        setRole(*m_state, u"base");
    } else if (m_session.isLost()) {
        m_stateShape->setShape(StateShape::Warning, Token::Late);
        setRole(*m_state, u"late");
    } else {
        m_stateShape->setShape(StateShape::DottedCircle, Token::Muted);
        setRole(*m_state, u"muted");
    }
    if (state.phase == ConnectionPhase::Retrying && state.nextRetryAt) {
        const auto left = *state.nextRetryAt - m_session.timeView().now;
        m_state->setText(left > milliseconds(0) ? tr("Retrying in %1").arg(spanText(left))
                                                : tr("Retrying now"));
        return;
    }
    m_state->setText(describe(state.phase));
}

void Header::showAge()
{
    const auto asOf = m_session.asOf();
    m_age->setVisible(asOf.has_value());
    m_ageShape->setVisible(asOf && m_session.isStale());
    m_ageShape->setShape(StateShape::Warning, Token::Late);
    setRole(*m_age, m_session.isStale() ? u"late" : u"strong");
    if (!asOf)
        return;
    const QString at = timeText(asOf, m_session.timeView());
    const QString age = spanText(m_session.age());
    m_age->setText(m_isCompact ? tr("%1 · %2 ago").arg(at, age)
                               : tr("Plan as of %1 · %2 ago").arg(at, age));
}

void Header::showUser()
{
    const auto &profile = m_session.profile();
    const bool isShown = profile && !profile->user.isEmpty() && !m_isCompact;
    m_user->setText(profile ? profile->user : QString());
    m_user->setVisible(isShown);
    m_userRule->setVisible(isShown);
    //: the role of the user
    m_role->setText(m_session.isAdmin() ? tr("admin") : QString());
    m_role->setVisible(isShown && m_session.isAdmin());
}

} // namespace resync::console
