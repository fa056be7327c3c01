// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/ConnectionTest.h"
#include "console/dialogs/DialogFrame.h"
#include "console/models/TimeText.h"
#include "console/secrets/SecretStore.h"
#include "console/settings/Profile.h"

#include <optional>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;

namespace resync::console {

class TestSteps;

/// A connection as the person entered it.
struct ConnectionAnswer
{
    Profile profile; ///< the id is that of the edited profile; empty: a new one
    /// None: leave the kept one as it is.
    std::optional<QString> password;
};

/// Adds or edits a connection: fields, a test that names what is wrong, Save.
class ConnectionDialog final : public DialogFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionDialog)

public:
    /// \param profile none: a new connection
    ConnectionDialog(const Theme &theme, const Clock &clock, SecretStore &secrets,
                     const std::optional<Profile> &profile, QWidget *parent);
    ~ConnectionDialog() override;

Q_SIGNALS:
    void saved(const resync::console::ConnectionAnswer &answer);

private:
    void addFields();
    void addField(const QString &label, QWidget *field, QWidget *aside);
    void addButtons();
    void fill(const Profile &profile);
    void tellPlace(const Result<SecretPlace> &place);
    void test();
    void onReport(const TestReport &report);
    void onFinished(const TestReport &report);
    void focusCure(const TestStep &failed);
    void applyCure();
    void chooseCaFile();
    void save();
    void updateHints();
    [[nodiscard]] Profile entered() const;
    [[nodiscard]] AgentEndpoint endpoint() const;
    [[nodiscard]] QString missing() const; ///< what keeps Save off; empty: nothing

    const Clock &m_clock;
    SecretStore &m_secrets;
    Profile m_profile;
    ConnectionTest *m_test;
    ConnectionTrouble m_trouble = ConnectionTrouble::None;
    QGridLayout *m_grid;
    QLineEdit *m_name;
    QLineEdit *m_url;
    QComboBox *m_environment;
    QLabel *m_environmentHint;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLabel *m_place;
    TestSteps *m_steps;
    QPushButton *m_testButton = nullptr;
    QLabel *m_tested = nullptr;
    QPushButton *m_save = nullptr;
};

} // namespace resync::console
