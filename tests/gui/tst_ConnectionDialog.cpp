// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/ConnectionDialog.h"
#include "tests/gui/WindowFixture.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace resync;
using namespace resync::console;
using namespace resync::test;

class TestConnectionDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dialog = new ConnectionDialog(m_theme, m_clock, m_secrets, std::nullopt, nullptr);
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
    }
    void cleanup() { delete m_dialog; }

    void noKeychain_isSaidBeforeAnythingIsTyped()
    {
        QTRY_VERIFY(find<QLabel>("secretPlace")->text().contains(u"no keychain"));
    }

    void save_isOffUntilNameAndUrlMakeSense()
    {
        auto *save = find<QPushButton>("saveButton");
        QVERIFY(!save->isEnabled());
        QTest::keyClicks(find<QLineEdit>("nameEdit"), QStringLiteral("FIN"));
        QVERIFY(!save->isEnabled());
        QVERIFY(!save->toolTip().isEmpty());
        QTest::keyClicks(find<QLineEdit>("urlEdit"), QStringLiteral("http://127.0.0.1:8000"));
        QVERIFY(save->isEnabled());
    }

    void save_givesWhatWasEntered()
    {
        QList<ConnectionAnswer> answers;
        connect(m_dialog, &ConnectionDialog::saved, this,
                [&](const ConnectionAnswer &answer) { answers += answer; });
        QTest::keyClicks(find<QLineEdit>("nameEdit"), QStringLiteral("FIN"));
        QTest::keyClicks(find<QLineEdit>("urlEdit"), QStringLiteral("http://127.0.0.1:8000"));
        QTest::keyClicks(find<QLineEdit>("userEdit"), QStringLiteral("m.keller"));
        QTest::keyClicks(find<QLineEdit>("passwordEdit"), QStringLiteral("secret word"));
        find<QComboBox>("environmentBox")->setCurrentIndex(1);
        QTest::mouseClick(find<QPushButton>("saveButton"), Qt::LeftButton);
        QCOMPARE(answers.size(), 1);
        QCOMPARE(answers[0].profile.name, QStringLiteral("FIN"));
        QCOMPARE(answers[0].profile.environment, Environment::Test);
        QCOMPARE(answers[0].password, std::optional(QStringLiteral("secret word")));
    }

    void plainHttpToAnotherHost_hasToBeAllowed()
    {
        QTest::keyClicks(find<QLineEdit>("urlEdit"), QStringLiteral("http://resync.example:8000"));
        QTest::mouseClick(find<QPushButton>("testButton"), Qt::LeftButton);
        auto *cure = find<QPushButton>("cureButton");
        QTRY_VERIFY(cure->isVisible());
        QTRY_VERIFY(cure->hasFocus());
    }

    void refused_namesTheStep()
    {
        QTest::keyClicks(find<QLineEdit>("urlEdit"), QStringLiteral("http://127.0.0.1:1"));
        QTest::mouseClick(find<QPushButton>("testButton"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            find<QLabel>("reachStep")->text().startsWith(describe(ConnectionTrouble::Refused)),
            20000);
        QVERIFY(find<QPushButton>("testButton")->isEnabled());
    }

private:
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QString::fromLatin1(name));
    }

    Theme m_theme;
    StoppedClock m_clock;
    MemorySecretStore m_secrets;
    QPointer<ConnectionDialog> m_dialog;
};

QTEST_MAIN(TestConnectionDialog)
#include "tst_ConnectionDialog.moc"
