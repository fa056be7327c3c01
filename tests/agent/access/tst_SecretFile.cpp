// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/SecretFile.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace resync;
using namespace resync::access;

namespace {

mode_t modeOf(const std::filesystem::path &path)
{
    struct stat status
    {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777U : 0;
}

} // namespace

class tst_SecretFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "secret";
    }

    void written_isReadAgain()
    {
        for (const std::string text : {"a\nb\n", "", "João\n"}) {
            QVERIFY(writeSecretFile(m_file, text));
            const auto read = readSecretFile(m_file);
            QVERIFY(read);
            QVERIFY(*read == text);
        }
        QCOMPARE(modeOf(m_file), mode_t(0640));
        QCOMPARE(entries(), 1); // no half-written file is left behind
    }

    void absent_isNothing()
    {
        const auto read = readSecretFile(m_file);
        QVERIFY(read);
        QVERIFY(!*read);
    }

    void faults_areNamed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("mode");
        QTest::addColumn<QString>("fault");
        QTest::newRow("open to all") << QByteArray("a") << 0644
                                     << "has mode 0644, but may be read by its owner and group "
                                        "only: chmod 0640";
        QTest::newRow("writable by the group") << QByteArray("a") << 0660
                                               << "has mode 0660, but may be read by its owner and "
                                                  "group only: chmod 0640";
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << 0600 << "is not UTF-8 text";
        QTest::newRow("not UTF-8") << QByteArray("\xFF") << 0600 << "is not UTF-8 text";
        QTest::newRow("too large")
            << QByteArray(1024 * 1024 + 1, 'x') << 0600 << "is larger than 1 MiB";
    }
    void faults_areNamed()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, mode);
        QFETCH(QString, fault);
        std::ofstream(m_file).write(text.data(), text.size());
        ::chmod(m_file.c_str(), static_cast<mode_t>(mode));
        const auto read = readSecretFile(m_file);
        QVERIFY(!read);
        QVERIFY(read.error().kind == ErrorKind::InvalidInput);
        QCOMPARE(read.error().message, m_file.string() + ": " + fault.toStdString());
    }

    void whatIsNoFile_isRefusedAtOnce()
    {
        const auto folder = m_file.parent_path();
        QCOMPARE(readSecretFile(folder).error().message,
                 folder.string() + ": is not a regular file");
        ::mkfifo(m_file.c_str(), 0600); // nobody writes to it
        QCOMPARE(readSecretFile(m_file).error().message,
                 m_file.string() + ": is not a regular file");
    }

    void write_makesTheFolder()
    {
        m_file = m_file.parent_path() / "new" / "deep" / "secret";
        QVERIFY(writeSecretFile(m_file, "a"));
        QVERIFY(*readSecretFile(m_file) == "a");
    }

    void write_thatFails_leavesTheOldOne()
    {
        QVERIFY(writeSecretFile(m_file, "old"));
        std::filesystem::create_directories(m_file.string() + ".part/in the way");
        const auto written = writeSecretFile(m_file, "new");
        QVERIFY(!written);
        QVERIFY(written.error().kind == ErrorKind::Unavailable);
        QVERIFY(written.error().message.starts_with(m_file.string() + ": cannot be written: "));
        QVERIFY(*readSecretFile(m_file) == "old");
    }

    void write_passesOverWhatAKilledWriterLeft()
    {
        std::ofstream(m_file.string() + ".part") << "half";
        QVERIFY(writeSecretFile(m_file, "whole"));
        QVERIFY(*readSecretFile(m_file) == "whole");
        QCOMPARE(entries(), 1);
    }

    void stamp_tellsStatesApart()
    {
        QVERIFY(stampOf(m_file) == FileStamp());
        QVERIFY(writeSecretFile(m_file, "a"));
        const auto first = stampOf(m_file);
        QVERIFY(first.exists);
        QVERIFY(stampOf(m_file) == first);
        QVERIFY(writeSecretFile(m_file, "b")); // of the same size
        QVERIFY(stampOf(m_file) != first);
    }

private:
    [[nodiscard]] int entries() const
    {
        const std::filesystem::directory_iterator all(m_file.parent_path());
        return static_cast<int>(std::distance(begin(all), end(all)));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

QTEST_APPLESS_MAIN(tst_SecretFile)
#include "tst_SecretFile.moc"
