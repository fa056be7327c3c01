// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/CommandLine.h"

#include <QTest>

using namespace resync;
using namespace resync::console;

class TestCommandLine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyOption_isRead()
    {
        const auto options = parseCommandLine(
            {QStringLiteral("resync-console"), QStringLiteral("--url"),
             QStringLiteral("http://127.0.0.1:8000"), QStringLiteral("--user"),
             QStringLiteral("admin"), QStringLiteral("--page"), QStringLiteral("cache"),
             QStringLiteral("--theme"), QStringLiteral("dark"), QStringLiteral("--size"),
             QStringLiteral("900x700"), QStringLiteral("--lang"), QStringLiteral("pt_BR"),
             QStringLiteral("--screenshot"), QStringLiteral("a.png")});
        QVERIFY(options.has_value());
        QCOMPARE(options->url->host(), QStringLiteral("127.0.0.1"));
        QCOMPARE(options->page, std::optional(PageId::Cache));
        QCOMPARE(options->scheme, std::optional(Scheme::Dark));
        QCOMPARE(options->size, std::optional(QSize(900, 700)));
    }

    void nonsense_namesTheOption_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::newRow("page") << QStringLiteral("--page") << QStringLiteral("wordload");
        QTest::newRow("theme") << QStringLiteral("--theme") << QStringLiteral("pink");
        QTest::newRow("size") << QStringLiteral("--size") << QStringLiteral("big");
        QTest::newRow("language") << QStringLiteral("--lang") << QStringLiteral("de");
        QTest::newRow("url") << QStringLiteral("--url") << QStringLiteral("ftp://x");
    }
    void nonsense_namesTheOption()
    {
        QFETCH(QString, option);
        QFETCH(QString, value);
        const auto options = parseCommandLine({QStringLiteral("resync-console"), option, value});
        QVERIFY(!options.has_value());
        QVERIFY(options.error().message.find(option.toStdString()) != std::string::npos);
    }

    void help_needsNoDisplay()
    {
        const auto options =
            parseCommandLine({QStringLiteral("resync-console"), QStringLiteral("--help")});
        QVERIFY(options.has_value());
        QVERIFY(options->text.contains(u"--screenshot"));
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_CommandLine.moc"
