// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/StateDir.h"

#include <QtTest>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <filesystem>

using namespace resync;
using namespace resync::app;
namespace fs = std::filesystem;

class tst_StateDir : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void missing_isMadeAndLeftEmpty()
    {
        QVERIFY(prepareStateDir(path("deep/state")));
        QVERIFY(fs::is_empty(path("deep/state")));
        QVERIFY(prepareStateDir(path("deep/state")));
    }

    void aFileInTheWay_isNamed()
    {
        QFile file(m_folder.filePath(QStringLiteral("file")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(messageOf(path("file")),
                 path("file") + ": is no directory; remove it, or change STATE_DIR");
        QVERIFY2(messageOf(path("file/state")).starts_with(path("file/state") + ": cannot be made"),
                 messageOf(path("file/state")).c_str());
        QVERIFY(messageOf(path("file/state")).ends_with("or change STATE_DIR"));
    }

    void whatCannotBeWritten_isNamed()
    {
        const std::string message = messageOf("/proc"); // not even by root
        QVERIFY2(message.starts_with("/proc: cannot be written: "), message.c_str());
        QVERIFY(messageOf("/proc/resync").starts_with("/proc/resync: cannot be made: "));
    }

private:
    std::string path(const char *name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    static std::string messageOf(const fs::path &folder)
    {
        const auto prepared = prepareStateDir(folder);
        return prepared ? std::string() : prepared.error().message;
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(tst_StateDir)
#include "tst_StateDir.moc"
