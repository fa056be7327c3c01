// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/TestSteps.h"

#include "console/theme/ShapeLabel.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

QString passedText(const TestStep &step, const QString &user)
{
    switch (step.kind) {
    case TestStepKind::Reach:
        return TestSteps::tr("Reached %1").arg(step.detail);
    case TestStepKind::Tls:
        return step.detail.isEmpty() ? TestSteps::tr("TLS: certificate is trusted")
                                     : TestSteps::tr("TLS: %1").arg(step.detail);
    case TestStepKind::SignIn:
        return TestSteps::tr("Signed in as %1").arg(user);
    case TestStepKind::Version:
        return TestSteps::tr("Resync agent %1").arg(step.detail);
    }
    return {};
}

QString openText(const TestStep &step, const QString &user)
{
    switch (step.kind) {
    case TestStepKind::Reach:
        return TestSteps::tr("Reach the address");
    case TestStepKind::Tls:
        return TestSteps::tr("TLS certificate");
    case TestStepKind::SignIn:
        return user.isEmpty() ? TestSteps::tr("Sign in") : TestSteps::tr("Sign in as %1").arg(user);
    case TestStepKind::Version:
        return TestSteps::tr("Agent and API version");
    }
    return {};
}

QString failedText(const TestStep &step)
{
    const QString sentence = describe(step.trouble);
    return step.detail.isEmpty() ? sentence : u"%1 (%2)"_s.arg(sentence, step.detail);
}

QString asideText(const TestStep &step)
{
    switch (step.outcome) {
    case TestOutcome::NotTried:
        return TestSteps::tr("not tried");
    case TestOutcome::Running:
        return TestSteps::tr("trying…");
    case TestOutcome::NotNeeded:
        return TestSteps::tr("not needed");
    case TestOutcome::Passed:
    case TestOutcome::Failed:
        break;
    }
    return step.latency ? TestSteps::tr("%1 ms").arg(
                              QLocale().toString(static_cast<qlonglong>(step.latency->count())))
                        : QString();
}

struct Look
{
    StateShape shape;
    Token token;
    QStringView role;
};

Look lookOf(TestOutcome outcome)
{
    switch (outcome) {
    case TestOutcome::Passed:
        return {StateShape::Check, Token::Done, u"base"};
    case TestOutcome::Failed:
        return {StateShape::Cross, Token::Failed, u"failed"};
    case TestOutcome::Running:
        return {StateShape::HalfCircle, Token::Ready, u"muted"};
    case TestOutcome::NotNeeded:
        return {StateShape::SlashCircle, Token::Muted, u"muted"};
    case TestOutcome::NotTried:
        break;
    }
    return {StateShape::Circle, Token::Muted, u"muted"};
}

} // namespace

QString cureText(ConnectionTrouble trouble)
{
    switch (trouble) {
    case ConnectionTrouble::Tls:
        return TestSteps::tr("Choose CA file…");
    case ConnectionTrouble::PlainHttpForbidden:
        return TestSteps::tr("Allow plain http for this connection");
    default:
        return {};
    }
}

TestSteps::TestSteps(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_cure(makeButton(u"cureButton"_s, u"small", this))
{
    setObjectName(u"testSteps"_s);
    setProperty("inset", true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8));
    layout->setSpacing(0);
    const std::array<QString, 4> names = {u"reachStep"_s, u"tlsStep"_s, u"signInStep"_s,
                                          u"versionStep"_s};
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        m_rows[i] = addRow(names[i]);
        layout->addWidget(m_rows[i].box);
    }
    m_cure->hide();
    setReport({TestStep{TestStepKind::Reach, {}, {}, {}, {}},
               TestStep{TestStepKind::Tls, {}, {}, {}, {}},
               TestStep{TestStepKind::SignIn, {}, {}, {}, {}},
               TestStep{TestStepKind::Version, {}, {}, {}, {}}},
              {});
}

TestSteps::Row TestSteps::addRow(const QString &name)
{
    Row row;
    row.box = new QFrame(this);
    row.shape = new ShapeLabel(m_theme, row.box);
    row.text = makeLabel(u"muted", row.box);
    row.text->setObjectName(name);
    row.text->setWordWrap(true);
    row.aside = makeLabel(u"note", row.box);
    auto *grid = new QGridLayout(row.box);
    grid->setContentsMargins(m_theme.px(8), m_theme.px(4), m_theme.px(8), m_theme.px(4));
    grid->setHorizontalSpacing(m_theme.px(8));
    grid->setColumnStretch(1, 1);
    grid->addWidget(row.shape, 0, 0, Qt::AlignTop);
    grid->addWidget(row.text, 0, 1);
    grid->addWidget(row.aside, 0, 2, Qt::AlignTop);
    return row;
}

void TestSteps::setReport(const TestReport &report, const QString &user)
{
    m_cure->hide();
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        showStep(m_rows[i], report[i], user);
}

void TestSteps::showStep(const Row &row, const TestStep &step, const QString &user)
{
    const Look look = lookOf(step.outcome);
    row.shape->setShape(look.shape, look.token);
    setRole(*row.text, look.role);
    row.aside->setText(asideText(step));
    const bool hasFailed = step.outcome == TestOutcome::Failed;
    if (hasFailed)
        row.text->setText(failedText(step));
    else
        row.text->setText(step.outcome == TestOutcome::Passed ? passedText(step, user)
                                                              : openText(step, user));
    if (row.box->property("trouble").toBool() != hasFailed) {
        row.box->setProperty("trouble", hasFailed);
        repolish(*row.box);
    }
    if (const QString cure = cureText(step.trouble); hasFailed && !cure.isEmpty()) {
        m_cure->setText(cure);
        static_cast<QGridLayout *>(row.box->layout())->addWidget(m_cure, 1, 1, Qt::AlignLeft);
        m_cure->show();
    }
}

} // namespace resync::console
