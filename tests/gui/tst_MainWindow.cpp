// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Translations.h"
#include "console/models/Roles.h"
#include "tests/gui/WindowFixture.h"

#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace resync;
using namespace resync::console;
using namespace resync::test;

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>();
        m_fixture->theme.dress(*qApp);
        m_fixture->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_fixture->window.get()));
    }
    void cleanup() { m_fixture.reset(); }

    void firstStart_offersToAddAConnection()
    {
        auto *add = m_fixture->find<QPushButton>("addConnectionButton");
        QVERIFY(add->isVisible());
        QTest::keyClick(m_fixture->window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(m_fixture->find<QDialog>("connectionDialog") != nullptr);
    }

    void overview_countsEachJobOnce()
    {
        m_fixture->goOnline();
        auto *tile = m_fixture->find<QWidget>("failedTile");
        QTRY_COMPARE(tile->accessibleName(), QStringLiteral("Failed: 9"));
        QVERIFY(!m_fixture->find<QWidget>("banner")->isVisible());
        QVERIFY(!m_fixture->find<QWidget>("staleEdge")->isVisible());
    }

    void unknown_isADashNeverZero()
    {
        m_fixture->session.setProfile(sampleProfile());
        QVERIFY(m_fixture->find<QWidget>("failedTile")->accessibleName().endsWith(u"–"));
    }

    void banner_comesWithLossAndGoesWithReturn()
    {
        m_fixture->goOnline();
        QWidget *before = QApplication::focusWidget();
        m_fixture->lose();
        auto *banner = m_fixture->find<QWidget>("banner");
        QVERIFY(banner->isVisible());
        QVERIFY(m_fixture->find<QWidget>("staleEdge")->isVisible());
        QCOMPARE(QApplication::focusWidget(), before);
        QSignalSpy retries(m_fixture->window.get(), &MainWindow::reconnectRequested);
        QTest::mouseClick(m_fixture->find<QPushButton>("retryButton"), Qt::LeftButton);
        QCOMPARE(retries.count(), 1);
        m_fixture->goOnline();
        QVERIFY(!banner->isVisible());
        QVERIFY(!m_fixture->find<QWidget>("staleEdge")->isVisible());
    }

    void refusedPassword_offersToEdit()
    {
        m_fixture->goOnline();
        ConnectionState state;
        state.phase = ConnectionPhase::Failed;
        state.trouble = ConnectionTrouble::Unauthorized;
        m_fixture->session.showState(state);
        QTest::mouseClick(m_fixture->find<QPushButton>("retryButton"), Qt::LeftButton);
        QTRY_VERIFY(m_fixture->find<QDialog>("connectionDialog") != nullptr);
    }

    void filter_keepsItsTextOverARefresh()
    {
        m_fixture->goOnline();
        QTest::keyClick(m_fixture->window.get(), Qt::Key_2, Qt::ControlModifier);
        QTest::keyClick(m_fixture->window.get(), Qt::Key_Slash);
        auto *filter = m_fixture->find<QLineEdit>("jobFilter");
        QTRY_COMPARE(QApplication::focusWidget(), filter);
        QTest::keyClicks(filter, QStringLiteral("status:error"));
        auto *table = m_fixture->find<QTableView>("jobTable");
        QTRY_COMPARE(table->model()->rowCount(), 9);
        m_fixture->session.showJobs(sampleJobs(500, SampleNow));
        QCOMPARE(filter->text(), QStringLiteral("status:error"));
        QCOMPARE(QApplication::focusWidget(), filter);
        QTest::keyClick(filter, Qt::Key_Escape);
        QTRY_COMPARE(table->model()->rowCount(), 500);
    }

    void selection_survivesAMerge()
    {
        m_fixture->goOnline();
        QTest::keyClick(m_fixture->window.get(), Qt::Key_2, Qt::ControlModifier);
        auto *table = m_fixture->find<QTableView>("jobTable");
        QTRY_COMPARE(table->model()->rowCount(), 400);
        table->selectRow(20);
        const QString id = table->currentIndex().data(IdRole).toString();
        QVERIFY(!id.isEmpty());
        m_fixture->session.showJobs(sampleJobs(600, SampleNow));
        QTRY_COMPARE(table->model()->rowCount(), 600);
        QCOMPARE(table->currentIndex().data(IdRole).toString(), id);
        QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
        QVERIFY(m_fixture->find<QLabel>("jobPaneName")->isVisible());
    }

    void copy_takesTheChosenRowsAsTextAndCsv()
    {
        m_fixture->goOnline();
        auto *table = m_fixture->find<QTableView>("attentionTable");
        QTRY_VERIFY(table->model()->rowCount() > 0); // rows are chosen off the GUI thread
        table->setFocus();
        table->selectRow(0);
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QApplication::clipboard()->text().contains(u'\t'));
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QApplication::clipboard()->text().count(QStringLiteral("\r\n")), 1);
    }

    void shortcuts_showPagesAndRefresh()
    {
        m_fixture->goOnline();
        const std::array pages = {"overviewPage", "workloadPage", "metricsPage", "cachePage",
                                  "configurationPage"};
        for (std::size_t i = 0; i < pages.size(); ++i) {
            QTest::keyClick(m_fixture->window.get(), static_cast<Qt::Key>(Qt::Key_1 + i),
                            Qt::ControlModifier);
            QTRY_VERIFY(m_fixture->find<QWidget>(pages[i])->isVisible());
        }
        QSignalSpy refreshes(m_fixture->window.get(), &MainWindow::refreshRequested);
        QTest::keyClick(m_fixture->window.get(), Qt::Key_F5);
        QCOMPARE(refreshes.count(), 1);
    }

    void palette_runsWhatWasTyped()
    {
        m_fixture->goOnline();
        QTest::keyClick(m_fixture->window.get(), Qt::Key_K, Qt::ControlModifier);
        auto *edit = m_fixture->find<QLineEdit>("paletteEdit");
        QTRY_VERIFY(edit->isVisible());
        QTest::keyClicks(edit, QStringLiteral("config"));
        QTest::keyClick(edit, Qt::Key_Return);
        QVERIFY(!edit->isVisible());
        QTRY_VERIFY(m_fixture->find<QWidget>("configurationPage")->isVisible());
    }

    void zoom_scalesAndIsKept()
    {
        QTest::keyClick(m_fixture->window.get(), Qt::Key_Plus, Qt::ControlModifier);
        QCOMPARE(m_fixture->theme.zoom(), 110);
        QCOMPARE(m_fixture->settings.zoomPercent(), 110);
        QTest::keyClick(m_fixture->window.get(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(m_fixture->theme.zoom(), 100);
    }

    void narrowWindow_showsIconsOnly()
    {
        m_fixture->window->resize(900, 700);
        QTRY_COMPARE(m_fixture->find<QWidget>("rail")->width(), 48);
        m_fixture->window->resize(1366, 768);
        QTRY_COMPARE(m_fixture->find<QWidget>("rail")->width(), 184);
    }

    void language_changesEveryWordAtOnce()
    {
        m_fixture->goOnline();
        Translations translations;
        translations.use(QStringLiteral("pt_BR"));
        QTRY_COMPARE(m_fixture->find<QWidget>("overviewPage")->accessibleName(),
                     QStringLiteral("Visão geral"));
        QCOMPARE(m_fixture->find<QPushButton>("refreshButton")->text(),
                 QStringLiteral("Atualizar"));
        translations.use(QStringLiteral("en"));
        QTRY_COMPARE(m_fixture->find<QWidget>("overviewPage")->accessibleName(),
                     QStringLiteral("Overview"));
    }

    void demo_isSaidInTheHeader()
    {
        m_fixture->goOnline();
        QVERIFY(!m_fixture->find<QWidget>("demoWord")->isVisible());
        auto plan = samplePlan(400, m_fixture->asOf);
        plan.freshness.source = domain::Source::Demo;
        m_fixture->session.showPlan(plan);
        QVERIFY(m_fixture->find<QWidget>("demoWord")->isVisible());
    }

    void reader_seesWhyTheConfigurationIsShort()
    {
        m_fixture->session.setProfile(sampleProfile());
        m_fixture->session.showFailure(Topic::Config,
                                       {ErrorKind::Unauthorized, "forbidden", "forbidden"});
        QTest::keyClick(m_fixture->window.get(), Qt::Key_5, Qt::ControlModifier);
        QTRY_VERIFY(m_fixture->find<QWidget>("reducedView")->isVisible());
        QVERIFY(m_fixture->find<QLabel>("reducedReason")->text().contains(u"m.keller"));
    }

private:
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(TestMainWindow)
#include "tst_MainWindow.moc"
