// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/dialogs/InvalidateDialog.h"
#include "tests/gui/WindowFixture.h"

#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

using namespace resync;
using namespace resync::console;
using namespace resync::test;

class TestInvalidateDialog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_invalidator = std::make_unique<FakeInvalidator>();
        open(Environment::Production);
    }
    void cleanup() { delete m_dialog; }

    void cost_isAskedPerScope()
    {
        QCOMPARE(m_invalidator->requests.size(), 3U);
        domain::InvalidationReport cost;
        cost.engineCalls = 21;
        m_invalidator->answer(0, cost);
        m_invalidator->answer(1, fail(ErrorKind::Timeout, "late"));
        QVERIFY(find<QLabel>("systemCost")->text().contains(u"21"));
        QCOMPARE(find<QLabel>("jobsCost")->text(), QStringLiteral("cost unknown"));
        QCOMPARE(m_invalidator->realRequests(), 0U);
    }

    void production_wantsTheNameTyped()
    {
        QVERIFY(!go()->isEnabled());
        QTest::keyClicks(find<QLineEdit>("confirmEdit"), QStringLiteral("FIN-PRO"));
        QVERIFY(!go()->isEnabled());
        QTest::keyClicks(find<QLineEdit>("confirmEdit"), QStringLiteral("D"));
        QVERIFY(go()->isEnabled());
    }

    void otherEnvironments_goAtOnce()
    {
        delete m_dialog;
        open(Environment::Test);
        QVERIFY(go()->isEnabled());
        QVERIFY(!find<QLineEdit>("confirmEdit")->isVisible());
    }

    void done_tellsAgesCallsAndFocusesClose()
    {
        QSignalSpy records(m_dialog, &InvalidateDialog::invalidated);
        confirmAndGo();
        QVERIFY(!go()->isEnabled());
        domain::InvalidationReport report;
        report.refreshed = true;
        report.asOfBefore = SampleNow - std::chrono::seconds(26);
        report.asOfAfter = SampleNow;
        report.engineCalls = 21;
        m_invalidator->answer(3, report);
        QVERIFY(find<QFrame>("invalidateResult")->isVisible());
        QVERIFY(find<QLabel>("resultTitle")->text().contains(u"21"));
        QCOMPARE(cancel()->text(), QStringLiteral("Close"));
        QTRY_VERIFY(cancel()->hasFocus());
        QCOMPARE(records.count(), 1);

        QTest::mouseClick(go(), Qt::LeftButton); // "Invalidate again"
        QVERIFY(find<QLineEdit>("confirmEdit")->text().isEmpty());
        QVERIFY(!go()->isEnabled());
    }

    void cancel_endsTheWaitAndSaysSo()
    {
        confirmAndGo();
        QTest::mouseClick(cancel(), Qt::LeftButton);
        QVERIFY(find<QLabel>("resultTitle")->text().startsWith(u"Cancelled"));
    }

    void failure_isOneSentence()
    {
        confirmAndGo();
        m_invalidator->answer(3, fail(ErrorKind::Unavailable, "engine_unavailable", "raw text"));
        QVERIFY(!find<QLabel>("resultTitle")->text().contains(u"raw text"));
        QVERIFY(!find<QLabel>("resultTitle")->text().isEmpty());
    }

    void curl_holdsNoPassword()
    {
        QTest::mouseClick(find<QPushButton>("copyCurlButton"), Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("curl -X POST -u 'm.keller' 'https://resync.fin.example:8443"
                                "/api/v1/cache/invalidate?scope=system'"));
    }

    void closing_whileItRuns_cancels()
    {
        confirmAndGo();
        delete m_dialog;
        QVERIFY(m_invalidator->requests[3].isAnswered || !m_invalidator->requests[3].context);
    }

private:
    void open(Environment environment)
    {
        const Profile profile = sampleProfile();
        m_dialog = new InvalidateDialog(
            m_theme, m_clock, *m_invalidator,
            {profile.name, environment, {profile.url, profile.user, {}, false}, {}}, nullptr);
        m_dialog->show();
        m_dialog->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog));
    }
    void confirmAndGo()
    {
        QTest::keyClicks(find<QLineEdit>("confirmEdit"), QStringLiteral("FIN-PROD"));
        QTest::mouseClick(go(), Qt::LeftButton);
        QCOMPARE(m_invalidator->realRequests(), 1U);
    }
    template<typename Widget>
    Widget *find(const char *name) const
    {
        return m_dialog->findChild<Widget *>(QString::fromLatin1(name));
    }
    QPushButton *go() const { return find<QPushButton>("invalidateButton"); }
    QPushButton *cancel() const { return find<QPushButton>("cancelButton"); }

    Theme m_theme;
    StoppedClock m_clock;
    std::unique_ptr<FakeInvalidator> m_invalidator;
    QPointer<InvalidateDialog> m_dialog;
};

QTEST_MAIN(TestInvalidateDialog)
#include "tst_InvalidateDialog.moc"
