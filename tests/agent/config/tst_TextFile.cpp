// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/TextFile.h"

#include <QtTest>

#include <filesystem>
#include <sys/stat.h>

using namespace resync::config;

class tst_TextFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void read_takesATextFile();
    void read_ofNothingIsNothing();
    void read_refusesWhatIsNoText_data();
    void read_refusesWhatIsNoText();
    void read_refusesWhatIsNoFile_data();
    void read_refusesWhatIsNoFile();
    void read_tellsWhoElseCanRead();

private:
    std::filesystem::path path(const char *name) const
    {
        return std::filesystem::path(m_folder->path().toStdString()) / name;
    }
    void write(const char *name, const QByteArray &bytes) const
    {
        QFile file(QString::fromStdString(path(name).string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), qint64(bytes.size()));
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void tst_TextFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void tst_TextFile::read_takesATextFile()
{
    write("a", "\xEF\xBB\xBF"
               "A=é\r\nB=2");
    const auto file = readTextFile(path("a"));
    QVERIFY(file && *file);
    QCOMPARE((*file)->text, std::string("A=é\r\nB=2"));
}

void tst_TextFile::read_ofNothingIsNothing()
{
    const auto file = readTextFile(path("absent"));
    QVERIFY(file);
    QVERIFY(!*file);
}

void tst_TextFile::read_refusesWhatIsNoText_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("reason");

    QTest::newRow("invalid UTF-8")
        << QByteArray("A=1\nB=canary\xff\n") << QByteArray("line 2: the line is not valid UTF-8");
    QTest::newRow("UTF-16") << QByteArray("\xff\xfe"
                                          "A\0",
                                          4)
                            << QByteArray("line 1: the line holds a NUL byte");
    QTest::newRow("NUL") << QByteArray("A=1\nB=\0\n", 7)
                         << QByteArray("line 2: the line holds a NUL");
    QTest::newRow("a line of 1 MB") << "A=1\n" + QByteArray(1'000'000, 'x')
                                    << QByteArray("line 2: the line is longer than 64 KiB");
    QTest::newRow("2 MB") << QByteArray(2'000'000, '\n') << QByteArray("is larger than 1 MiB");
}

void tst_TextFile::read_refusesWhatIsNoText()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, reason);

    write("a", bytes);
    const auto file = readTextFile(path("a"));
    QVERIFY(!file);
    QVERIFY2(file.error().message.starts_with(path("a").string()), file.error().message.c_str());
    QVERIFY2(file.error().message.find(reason.toStdString()) != std::string::npos,
             file.error().message.c_str());
    QVERIFY(file.error().message.find("canary") == std::string::npos);
}

void tst_TextFile::read_refusesWhatIsNoFile_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("reason");

    QTest::newRow("directory") << QByteArray("directory")
                               << QByteArray("is a directory, not a file");
    QTest::newRow("pipe") << QByteArray("pipe") << QByteArray("is not a regular file");
    QTest::newRow("link to itself") << QByteArray("loop") << QByteArray("cannot be read: Too many");
    QTest::newRow("link to nothing")
        << QByteArray("dangling") << QByteArray("cannot be read: No such");
}

void tst_TextFile::read_refusesWhatIsNoFile()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, reason);

    std::filesystem::create_directory(path("directory"));
    QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
    std::filesystem::create_symlink(path("loop"), path("loop"));
    std::filesystem::create_symlink(path("absent"), path("dangling"));
    const auto file = readTextFile(path(name.constData()));
    QVERIFY(!file);
    QVERIFY2(file.error().message.find(reason.toStdString()) != std::string::npos,
             file.error().message.c_str());
}

void tst_TextFile::read_tellsWhoElseCanRead()
{
    write("a", "A=1");
    QCOMPARE(::chmod(path("a").c_str(), 0644), 0);
    QVERIFY((*readTextFile(path("a")))->isReadableByAll);
    QCOMPARE(::chmod(path("a").c_str(), 0640), 0);
    QVERIFY(!(*readTextFile(path("a")))->isReadableByAll);
}

QTEST_APPLESS_MAIN(tst_TextFile)
#include "tst_TextFile.moc"
