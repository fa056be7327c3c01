// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/LogLevels.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QtTest>

#include <set>
#include <string>

using namespace resync;
using telemetry::LogLevels;

class tst_LogLevels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parse_setsLevelsByCategory_data();
    void parse_setsLevelsByCategory();
    void parse_refusesOtherWords_data();
    void parse_refusesOtherWords();
    void parse_namesTheCategories();
    void parse_takesEveryCategoryOfTheAgent();
    void audit_isAlwaysLogged();
};

void tst_LogLevels::parse_setsLevelsByCategory_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("mirrorDebug");
    QTest::addColumn<bool>("httpDebug");
    QTest::addColumn<bool>("httpInfo");

    QTest::newRow("general") << QByteArray("warning") << false << false << false;
    QTest::newRow("capitals") << QByteArray("DEBUG") << true << true << true;
    QTest::newRow("by category") << QByteArray("info,mirror=debug") << true << false << true;
    QTest::newRow("category first") << QByteArray("mirror=debug , error") << true << false << false;
    QTest::newRow("category alone") << QByteArray("mirror=debug") << true << false << true;
    QTest::newRow("quieter category") << QByteArray("debug,http=error") << true << false << false;
}

void tst_LogLevels::parse_setsLevelsByCategory()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, mirrorDebug);
    QFETCH(bool, httpDebug);
    QFETCH(bool, httpInfo);

    const auto levels = LogLevels::parse(text.toStdString());
    QVERIFY(levels);
    QCOMPARE(levels->accepts(log::Level::Debug, "mirror"), mirrorDebug);
    QCOMPARE(levels->accepts(log::Level::Debug, "http"), httpDebug);
    QCOMPARE(levels->accepts(log::Level::Info, "http"), httpInfo);
    QVERIFY(levels->accepts(log::Level::Error, "http"));
}

void tst_LogLevels::parse_refusesOtherWords_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text :
         {"", "verbose", "info,", "info,mirror", "mirror=", "=debug", "info;debug"})
        QTest::newRow(text) << QByteArray(text);
}

void tst_LogLevels::parse_refusesOtherWords()
{
    QFETCH(QByteArray, text);
    const auto levels = LogLevels::parse(text.toStdString());
    QVERIFY(!levels);
    QVERIFY(levels.error().kind == ErrorKind::InvalidInput);
}

void tst_LogLevels::parse_namesTheCategories()
{
    for (const char *text : {"info,nope=debug", "Mirror=debug", "sim=debug"}) {
        const auto levels = LogLevels::parse(text);
        QVERIFY2(!levels, text);
        QVERIFY(levels.error().kind == ErrorKind::InvalidInput);
        QCOMPARE(levels.error().message,
                 std::string("the categories are access, app, config, engine, http and mirror"));
    }
}

/// None is written to that nobody can turn up.
void tst_LogLevels::parse_takesEveryCategoryOfTheAgent()
{
    static const QRegularExpression call(QString::fromLatin1(
        R"-(log::(?:debug|info|warning|error|write|isEnabled)\((?:[^(",]+,)?\s*"([^"]+)",)-"));
    std::set<std::string> used;
    QDirIterator files(QStringLiteral(RESYNC_SOURCE_DIR "/agent"), {QStringLiteral("*.cpp")},
                       QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const bool isSimulator = file.fileName().contains(QLatin1String("/simulator/"));
        auto calls = call.globalMatch(QString::fromUtf8(file.readAll()));
        while (!isSimulator && calls.hasNext())
            used.insert(calls.next().captured(1).toStdString());
    }
    QVERIFY(used.size() >= 6);
    for (const std::string &category : used)
        QVERIFY2(LogLevels::parse(category + "=debug"), category.c_str());
}

void tst_LogLevels::audit_isAlwaysLogged()
{
    for (const char *text : {"error", "info,access=error"}) {
        const auto levels = LogLevels::parse(text).value();
        QVERIFY(levels.accepts(log::Level::Info, telemetry::AuditCategory));
        QVERIFY(!levels.accepts(log::Level::Debug, telemetry::AuditCategory));
    }
}

QTEST_APPLESS_MAIN(tst_LogLevels)
#include "tst_LogLevels.moc"
