// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/ConnectionDialog.h"

#include "console/client/ErrorText.h"
#include "console/dialogs/TestSteps.h"
#include "console/theme/Icons.h"
#include "console/theme/Theme.h"
#include "console/theme/Widgets.h"

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace resync::console {
namespace {

constexpr int Width = 600;

QIcon swatch(const QColor &color)
{
    QPixmap pixmap(32, 20);
    pixmap.fill(Qt::transparent);
    QPainter(&pixmap).fillRect(2, 2, 28, 16, color);
    return QIcon(pixmap);
}

} // namespace

ConnectionDialog::ConnectionDialog(const Theme &theme, const Clock &clock, SecretStore &secrets,
                                   const std::optional<Profile> &profile, QWidget *parent)
    : DialogFrame(theme, Width, parent)
    , m_clock(clock)
    , m_secrets(secrets)
    , m_test(new ConnectionTest(clock, milliseconds(8000), this))
    , m_grid(new QGridLayout)
    , m_name(new QLineEdit(this))
    , m_url(new QLineEdit(this))
    , m_environment(new QComboBox(this))
    , m_environmentHint(makeLabel(u"note", this))
    , m_user(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_place(makeLabel(u"note", this))
    , m_steps(new TestSteps(theme, this))
{
    setObjectName(u"connectionDialog"_s);
    setTitle(profile ? tr("Edit connection") : tr("Add connection"));
    addFields();
    body()->addWidget(m_steps);
    addButtons();
    fill(profile.value_or(Profile{}));
    connect(m_steps->cure(), &QPushButton::clicked, this, &ConnectionDialog::applyCure);
    connect(m_test, &ConnectionTest::reportChanged, this, &ConnectionDialog::onReport);
    connect(m_test, &ConnectionTest::finished, this, &ConnectionDialog::onFinished);
    m_secrets.probe(this, [this](const Result<SecretPlace> &place) { tellPlace(place); });
    m_name->setFocus(Qt::OtherFocusReason);
}

ConnectionDialog::~ConnectionDialog() = default;

void ConnectionDialog::addFields()
{
    m_grid->setHorizontalSpacing(theme().px(16));
    m_grid->setVerticalSpacing(theme().px(10));
    m_grid->setColumnStretch(1, 1);
    m_name->setObjectName(u"nameEdit"_s);
    m_url->setObjectName(u"urlEdit"_s);
    m_url->setPlaceholderText(u"https://resync.example:8000"_s);
    m_environment->setObjectName(u"environmentBox"_s);
    m_user->setObjectName(u"userEdit"_s);
    m_password->setObjectName(u"passwordEdit"_s);
    m_password->setEchoMode(QLineEdit::Password);
    m_place->setObjectName(u"secretPlace"_s);
    m_environment->addItem(swatch(theme().color(Token::Production)), tr("Production"));
    m_environment->addItem(swatch(theme().color(Token::Test)), tr("Test"));
    m_environment->addItem(swatch(theme().color(Token::Development)), tr("Development"));
    addField(tr("Name"), m_name, nullptr);
    addField(tr("URL"), m_url, nullptr);
    addField(tr("Environment"), m_environment, m_environmentHint);
    addField(tr("User"), m_user, nullptr);
    addField(tr("Password"), m_password, m_place);
    body()->addLayout(m_grid);
    for (QLineEdit *edit : {m_name, m_url, m_user})
        connect(edit, &QLineEdit::textChanged, this, &ConnectionDialog::updateHints);
    connect(m_environment, &QComboBox::currentIndexChanged, this, &ConnectionDialog::updateHints);
}

void ConnectionDialog::addField(const QString &label, QWidget *field, QWidget *aside)
{
    const int row = m_grid->rowCount();
    QLabel *name = makeLabel(u"muted", this);
    name->setText(label);
    name->setBuddy(field);
    field->setAccessibleName(label);
    m_grid->addWidget(name, row, 0);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme().px(10));
    line->addWidget(field, 1);
    if (aside != nullptr)
        line->addWidget(aside);
    m_grid->addLayout(line, row, 1);
}

void ConnectionDialog::addButtons()
{
    m_testButton = makeButton(u"testButton"_s, {}, this);
    m_testButton->setText(tr("Test connection"));
    m_tested = makeLabel(u"note", this);
    QPushButton *cancel = makeButton(u"cancelButton"_s, {}, this);
    cancel->setText(tr("Cancel"));
    m_save = makeButton(u"saveButton"_s, u"primary", this);
    m_save->setText(tr("Save"));
    m_save->setDefault(true);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, theme().px(4), 0, 0);
    row->setSpacing(theme().px(12));
    row->addWidget(m_testButton);
    row->addWidget(m_tested, 1);
    row->addWidget(cancel);
    row->addWidget(m_save);
    body()->addLayout(row);
    connect(m_testButton, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ConnectionDialog::save);
}

void ConnectionDialog::fill(const Profile &profile)
{
    m_profile = profile;
    m_name->setText(profile.name);
    m_url->setText(profile.url.toString());
    m_environment->setCurrentIndex(static_cast<int>(profile.environment));
    m_user->setText(profile.user);
    if (!profile.id.isEmpty())
        m_password->setPlaceholderText(tr("unchanged"));
    updateHints();
}

void ConnectionDialog::tellPlace(const Result<SecretPlace> &place)
{
    const bool isKept = place && *place == SecretPlace::Keychain;
    m_place->setText(isKept ? tr("kept in the system's keychain")
                            : tr("no keychain: kept until the console closes"));
    setRole(*m_place, isKept ? u"note" : u"late");
    m_place->setToolTip(place ? QString() : describe(place.error()));
}

void ConnectionDialog::updateHints()
{
    switch (static_cast<Environment>(m_environment->currentIndex())) {
    case Environment::Production:
        m_environmentHint->setText(tr("plum stripe; asks before it changes anything"));
        break;
    case Environment::Test:
        m_environmentHint->setText(tr("teal stripe"));
        break;
    case Environment::Development:
        m_environmentHint->setText(tr("grey stripe"));
        break;
    }
    const QString reason = missing();
    setReason(*m_save, reason);
    setReason(*m_testButton, m_url->text().trimmed().isEmpty() ? tr("Enter the URL") : QString());
}

QString ConnectionDialog::missing() const
{
    if (m_name->text().trimmed().isEmpty())
        return tr("Enter a name");
    if (checkEndpoint(endpoint()) == ConnectionTrouble::BadUrl)
        return describe(ConnectionTrouble::BadUrl);
    return {};
}

Profile ConnectionDialog::entered() const
{
    Profile profile = m_profile;
    profile.name = m_name->text().trimmed();
    profile.url = QUrl(m_url->text().trimmed(), QUrl::StrictMode);
    profile.user = m_user->text().trimmed();
    profile.environment = static_cast<Environment>(m_environment->currentIndex());
    return profile;
}

AgentEndpoint ConnectionDialog::endpoint() const
{
    const Profile profile = entered();
    return {profile.url, profile.user, profile.caFile, profile.allowPlainHttp};
}

void ConnectionDialog::test()
{
    m_testButton->setEnabled(false);
    const bool usesKept = m_password->text().isEmpty() && !m_profile.id.isEmpty();
    if (!usesKept) {
        m_test->start(endpoint(), m_password->text());
        return;
    }
    m_secrets.read(m_profile.id, this, [this](const Result<QString> &kept) {
        m_test->start(endpoint(), kept.value_or(QString()));
    });
}

void ConnectionDialog::onReport(const TestReport &report)
{
    m_steps->setReport(report, m_user->text().trimmed());
}

void ConnectionDialog::onFinished(const TestReport &report)
{
    onReport(report);
    m_testButton->setEnabled(true);
    m_testButton->setText(tr("Test again"));
    const TimeView local{TimeDisplay::Local, {}, m_clock.now()};
    m_tested->setText(tr("tested %1").arg(timeText(local.now, local)));
    for (const TestStep &step : report)
        if (step.outcome == TestOutcome::Failed)
            return focusCure(step);
    m_save->setFocus(Qt::OtherFocusReason);
}

void ConnectionDialog::focusCure(const TestStep &failed)
{
    m_trouble = failed.trouble;
    QWidget *cure = m_url;
    if (!cureText(failed.trouble).isEmpty())
        cure = m_steps->cure();
    else if (failed.trouble == ConnectionTrouble::Unauthorized)
        cure = m_password;
    cure->setFocus(Qt::OtherFocusReason);
}

void ConnectionDialog::applyCure()
{
    if (m_trouble == ConnectionTrouble::Tls) {
        chooseCaFile();
    } else if (m_trouble == ConnectionTrouble::PlainHttpForbidden) {
        m_profile.allowPlainHttp = true;
        test();
    }
}

void ConnectionDialog::chooseCaFile()
{
    auto *picker = new QFileDialog(this, tr("Choose the file of the certificate authority"));
    picker->setAttribute(Qt::WA_DeleteOnClose);
    picker->setFileMode(QFileDialog::ExistingFile);
    picker->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(picker, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_profile.caFile = file;
        test();
    });
    picker->open();
}

void ConnectionDialog::save()
{
    ConnectionAnswer answer{entered(), std::nullopt};
    if (!m_password->text().isEmpty())
        answer.password = m_password->text();
    Q_EMIT saved(answer);
    accept();
}

} // namespace resync::console
