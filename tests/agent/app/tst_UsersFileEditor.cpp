// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/UsersFileEditor.h"

#include "agent/access/PasswordHash.h"

#include <sodium.h>

#include <QtTest>

#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <thread>

using namespace resync;
using namespace resync::app;

namespace {

const std::string Comment = "# the night shift\n\n";

std::string textOf(const std::filesystem::path &path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

class tst_UsersFileEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_file = std::filesystem::path(m_folder->path().toStdString()) / "users";
    }

    void add_makesTheFile()
    {
        QVERIFY(UsersFileEditor(m_file).add("ana", "viewer", "$argon2id$h"));
        QCOMPARE(textOf(m_file), std::string("ana:viewer:$argon2id$h\n"));
        struct stat status
        {};
        QCOMPARE(::stat(m_file.c_str(), &status), 0);
        QCOMPARE(status.st_mode & 07777U, 0640U);
    }

    void changes_leaveTheOtherLines()
    {
        write(Comment + "ana:viewer:a\n  rui:operator:b\n# end\n");
        const UsersFileEditor users(m_file);
        QVERIFY(users.setHash("ana", "c"));
        QVERIFY(users.setRole("rui", "admin"));
        QVERIFY(users.add("eva", "viewer", "e"));
        QCOMPARE(textOf(m_file), Comment + "ana:viewer:c\nrui:admin:b\n# end\neva:viewer:e\n");
        QVERIFY(users.remove("ana"));
        QCOMPARE(textOf(m_file), Comment + "rui:admin:b\n# end\neva:viewer:e\n");
    }

    void errors_leaveTheFile_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("kind");
        QTest::newRow("there already")
            << QByteArray("ana:viewer:a\n") << QByteArray("ana") << int(ErrorKind::Conflict);
        QTest::newRow("no name") << QByteArray() << QByteArray() << int(ErrorKind::InvalidInput);
        QTest::newRow("colon") << QByteArray() << QByteArray("a:b") << int(ErrorKind::InvalidInput);
        QTest::newRow("line end") << QByteArray() << QByteArray("a\nb")
                                  << int(ErrorKind::InvalidInput);
        QTest::newRow("comment") << QByteArray() << QByteArray("#ana")
                                 << int(ErrorKind::InvalidInput);
        QTest::newRow("blank") << QByteArray() << QByteArray(" a") << int(ErrorKind::InvalidInput);
        QTest::newRow("long") << QByteArray() << QByteArray(65, 'a')
                              << int(ErrorKind::InvalidInput);
        QTest::newRow("not UTF-8")
            << QByteArray() << QByteArray("\xff") << int(ErrorKind::InvalidInput);
        QTest::newRow("a bad line in the file")
            << QByteArray("# x\ncanary\n") << QByteArray("ana") << int(ErrorKind::InvalidInput);
    }
    void errors_leaveTheFile()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, name);
        QFETCH(int, kind);
        write(text.toStdString());
        const auto added = UsersFileEditor(m_file).add(name.toStdString(), "viewer", "canary");
        QVERIFY(!added);
        QCOMPARE(int(added.error().kind), kind);
        QVERIFY(added.error().message.find("canary") == std::string::npos);
        QCOMPARE(textOf(m_file), text.toStdString());
    }

    void anUnknownUser_isNotFound()
    {
        const UsersFileEditor users(m_file);
        QVERIFY(users.setHash("ana", "x").error().kind == ErrorKind::NotFound);
        QVERIFY(users.setRole("ana", "admin").error().kind == ErrorKind::NotFound);
        QVERIFY(users.remove("ana").error().kind == ErrorKind::NotFound);
        QVERIFY(!std::filesystem::exists(m_file));
    }

    void noFolder_isUnavailable()
    {
        const auto added = UsersFileEditor(m_file / "below").add("ana", "viewer", "x");
        QVERIFY(added.error().kind == ErrorKind::Unavailable);
    }

    void aLink_staysOne()
    {
        write("rui:viewer:b\n");
        const auto link = m_file.parent_path() / "link";
        std::filesystem::create_symlink(m_file, link);
        QVERIFY(UsersFileEditor(link).add("ana", "viewer", "a"));
        QVERIFY(std::filesystem::is_symlink(link));
        QCOMPARE(textOf(m_file), std::string("rui:viewer:b\nana:viewer:a\n"));
    }

    void manyAtOnce_loseNothing()
    {
        std::vector<std::thread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([this, i] {
                if (!UsersFileEditor(m_file).add("user" + std::to_string(i), "viewer", "h"))
                    qFatal("not added");
            });
        for (auto &thread : threads)
            thread.join();
        const std::string text = textOf(m_file);
        QCOMPARE(std::count(text.begin(), text.end(), '\n'), std::ptrdiff_t(8));
    }

    void hash_isArgon2id()
    {
        const auto hash = access::hashPassword("four-tall-cranes");
        QVERIFY(hash);
        QVERIFY2(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), hash->c_str());
        QCOMPARE(::crypto_pwhash_str_verify(hash->c_str(), "four-tall-cranes", 16), 0);
        QVERIFY(*hash != *access::hashPassword("four-tall-cranes")); // salted
    }

private:
    void write(const std::string &text) const { std::ofstream(m_file) << text; }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

QTEST_APPLESS_MAIN(tst_UsersFileEditor)
#include "tst_UsersFileEditor.moc"
