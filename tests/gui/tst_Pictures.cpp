// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/Translations.h"
#include "tests/gui/WindowFixture.h"

#include <QDialog>
#include <QDir>
#include <QPainter>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace resync;
using namespace resync::console;
using namespace resync::test;

/// Draws every page in both themes and three sizes. With RESYNC_PICTURES=DIR the pictures are
/// written there, for people to look at.
class TestPictures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void page_data()
    {
        QTest::addColumn<int>("page");
        QTest::addColumn<bool>("isDark");
        QTest::addColumn<QSize>("size");
        for (int page = 0; page < 5; ++page)
            for (const bool isDark : {false, true})
                for (const QSize size : {QSize(1366, 768), QSize(1920, 1080), QSize(900, 700)})
                    QTest::addRow("%s-%s-%d", qPrintable(pageWord(static_cast<PageId>(page))),
                                  isDark ? "dark" : "light", size.width())
                        << page << isDark << size;
    }
    void page()
    {
        QFETCH(int, page);
        QFETCH(bool, isDark);
        QFETCH(QSize, size);
        WindowFixture fixture;
        prepare(fixture, isDark, size);
        goOnline(fixture);
        for (int step = 0; step < 100; ++step)
            fixture.session.showMetrics(sampleMetrics(step));
        fixture.window->showPage(static_cast<PageId>(page));
        for (QTableView *table : fixture.window->findChildren<QTableView *>())
            table->selectRow(0);
        keep(fixture.window->grab().toImage(), QTest::currentDataTag());
    }

    void lost()
    {
        WindowFixture fixture;
        prepare(fixture, true, {1366, 768});
        goOnline(fixture);
        fixture.lose();
        keep(fixture.window->grab().toImage(), "lost-dark");
    }

    void empty()
    {
        WindowFixture fixture;
        prepare(fixture, false, {1366, 768});
        keep(fixture.window->grab().toImage(), "empty-light");
    }

    void portuguese()
    {
        WindowFixture fixture;
        prepare(fixture, false, {1366, 768});
        goOnline(fixture);
        Translations translations;
        translations.use(QStringLiteral("pt_BR"));
        QCoreApplication::processEvents();
        keep(fixture.window->grab().toImage(), "overview-pt");
        translations.use(QStringLiteral("en"));
    }

    void dialogs()
    {
        WindowFixture fixture;
        prepare(fixture, false, {1366, 768});
        goOnline(fixture);
        fixture.window->showPage(PageId::Cache);
        QTest::mouseClick(fixture.find<QPushButton>("invalidateCacheButton"), Qt::LeftButton);
        keepWithDialog(fixture, "invalidateDialog", "invalidate-light");
    }

    void connect()
    {
        WindowFixture fixture;
        prepare(fixture, false, {1366, 768});
        QTest::mouseClick(fixture.find<QPushButton>("addConnectionButton"), Qt::LeftButton);
        keepWithDialog(fixture, "connectionDialog", "connect-light");
    }

private:
    static void goOnline(WindowFixture &fixture)
    {
        fixture.goOnline(19985);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.session.attention().summary().has_value(), 30000);
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.session.jobs().isSettling(), 30000);
    }
    static void prepare(WindowFixture &fixture, bool isDark, QSize size)
    {
        fixture.theme.setScheme(isDark ? Scheme::Dark : Scheme::Light);
        fixture.theme.dress(*qApp);
        fixture.open();
        fixture.window->resize(size);
        QVERIFY(QTest::qWaitForWindowExposed(fixture.window.get()));
    }
    static void keepWithDialog(WindowFixture &fixture, const char *dialog, const char *name)
    {
        auto *shown = fixture.find<QDialog>(dialog);
        QVERIFY(shown != nullptr);
        QVERIFY(QTest::qWaitForWindowExposed(shown));
        QImage image = fixture.window->grab().toImage();
        QPainter painter(&image);
        painter.drawPixmap(shown->pos() - fixture.window->pos(), shown->grab());
        painter.end();
        keep(image, name);
    }
    static void keep(const QImage &image, const char *name)
    {
        QVERIFY(!image.isNull());
        const QString directory = qEnvironmentVariable("RESYNC_PICTURES");
        if (!directory.isEmpty())
            QVERIFY(image.save(
                QDir(directory).filePath(QString::fromLatin1(name) + QStringLiteral(".png"))));
    }
};

QTEST_MAIN(TestPictures)
#include "tst_Pictures.moc"
