// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestTranslations : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void file_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("Brazilian Portuguese") << u"console_pt_BR.ts"_s << QStringList();
        QTest::newRow("English plurals") << u"console_en.ts"_s << QStringList(u"-pluralonly"_s);
    }
    void file()
    {
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        const QByteArray before = contents(source(u"translations/"_s + name));
        QVERIFY(!before.isEmpty());
        QVERIFY2(!before.contains("type=\"unfinished\""), "a string is not translated");

        QTemporaryDir directory;
        const QString copy = directory.filePath(name);
        QVERIFY(QFile::copy(source(u"translations/"_s + name), copy));
        QProcess lupdate;
        lupdate.setWorkingDirectory(source({}));
        lupdate.start(QStringLiteral(RESYNC_LUPDATE),
                      QStringList{u"-I"_s, u"."_s, u"-locations"_s, u"none"_s, u"-no-obsolete"_s} +
                          options + consoleSources() + QStringList{u"-ts"_s, copy});
        QVERIFY(lupdate.waitForFinished(90000));
        QCOMPARE(lupdate.exitCode(), 0);
        QVERIFY2(contents(copy) == before, "run the target update_translations and translate");
    }

private:
    static QString source(const QString &path)
    {
        return QStringLiteral(RESYNC_SOURCE_DIR) + u'/' + path;
    }
    static QByteArray contents(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static QStringList consoleSources()
    {
        QStringList files;
        QDirIterator it(source(u"console"_s), {u"*.cpp"_s, u"*.h"_s}, QDir::Files,
                        QDirIterator::Subdirectories);
        while (it.hasNext())
            files += it.next();
        files.sort();
        return files;
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_Translations.moc"
