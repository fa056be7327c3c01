// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/access/UsersFile.h"

#include "agent/access/PasswordHash.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <sys/stat.h>

using namespace resync;
using namespace resync::access;

namespace {

const std::string &someHash()
{
    static const std::string Hash = hashPassword("four-tall-cranes").value_or("");
    return Hash;
}

} // namespace

class tst_UsersFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_areUsers();
    void badLines_areNamed_data();
    void badLines_areNamed();
    void allBadLines_areNamed();
    void modes_data();
    void modes();
    void whatIsNoFile_isRefused();
};

void tst_UsersFile::lines_areUsers()
{
    const auto users = parseUsers(
        "# people\n\n vera:viewer:" + someHash() + "\r\nJoão Silva:admin:" + someHash(), "users");
    QVERIFY(users);
    QVERIFY((*users == std::vector<User>{{"vera", Role::Viewer, someHash()},
                                         {"João Silva", Role::Admin, someHash()}}));
    QVERIFY(parseUsers("", "users")->empty());
}

void tst_UsersFile::badLines_areNamed_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *title, const std::string &line, const char *message) {
        QTest::newRow(title) << QByteArray::fromStdString(line)
                             << QByteArray("/etc/users line 2: ") + message;
    };
    row("name alone", "vera", "must be name:role:argon2id-hash");
    row("no hash", "vera:viewer", "must be name:role:argon2id-hash");
    row("empty hash", "vera:viewer:", "the hash is no Argon2id hash ($argon2id$v=19$…)");
    row("password", "vera:viewer:four-tall-cranes",
        "the hash is no Argon2id hash ($argon2id$v=19$…)");
    row("cut hash", "vera:viewer:" + someHash().substr(0, 60),
        "the hash is no Argon2id hash ($argon2id$v=19$…)");
    row("another kind", "vera:viewer:$2y$10$abcdefghijklmnopqrstuv",
        "the hash is no Argon2id hash ($argon2id$v=19$…)");
    row("dear hash",
        "vera:viewer:$argon2id$v=19$m=4194304,t=2,p=1$" +
            someHash().substr(someHash().find("p=1$") + 4),
        "the hash costs more than 256 MiB or 16 passes to verify");
    row("unknown role", "vera:boss:" + someHash(), "the role must be viewer, operator or admin");
    row("role in capitals", "vera:Viewer:" + someHash(),
        "the role must be viewer, operator or admin");
    row("no name", ":viewer:" + someHash(), "the name is empty");
    row("long name", std::string(65, 'v') + ":viewer:" + someHash(),
        "the name is longer than 64 bytes");
    row("control character", "ve\x01ra:viewer:" + someHash(),
        "the name must be text without control characters and blanks around it");
    row("twice", "otto:viewer:" + someHash(), "the name stands in an earlier line too");
}

void tst_UsersFile::badLines_areNamed()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, message);
    const auto users =
        parseUsers("otto:operator:" + someHash() + '\n' + line.toStdString() + '\n', "/etc/users");
    QVERIFY(!users);
    QCOMPARE(QByteArray::fromStdString(users.error().message), message);
    QVERIFY(users.error().kind == ErrorKind::InvalidInput);
}

void tst_UsersFile::allBadLines_areNamed()
{
    const auto users = parseUsers("a\nb\n", "users");
    QVERIFY(!users);
    QCOMPARE(users.error().message, std::string("users line 1: must be name:role:argon2id-hash; "
                                                "users line 2: must be name:role:argon2id-hash"));
}

void tst_UsersFile::modes_data()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("0600") << 0600 << true;
    QTest::newRow("0640") << 0640 << true;
    QTest::newRow("0400") << 0400 << true;
    QTest::newRow("0644") << 0644 << false;
    QTest::newRow("0604") << 0604 << false;
    QTest::newRow("0660") << 0660 << false;
    QTest::newRow("0700") << 0700 << false;
    QTest::newRow("0602") << 0602 << false;
}

void tst_UsersFile::modes()
{
    QFETCH(int, mode);
    QFETCH(bool, isTaken);
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("users")).toStdString();
    std::ofstream(path) << "vera:viewer:" << someHash() << '\n';
    ::chmod(path.c_str(), static_cast<mode_t>(mode));
    const auto users = readUsersFile(path);
    QCOMPARE(users.has_value(), isTaken);
    if (!isTaken)
        QCOMPARE(users.error().message,
                 path + ": has mode " + QByteArray::number(mode, 8).prepend('0').toStdString() +
                     ", but may be read by its owner and group only: chmod 0640");
}

void tst_UsersFile::whatIsNoFile_isRefused()
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("users")).toStdString();
    QCOMPARE(readUsersFile(path).error().message, path + ": there is no such file");
    const auto asFolder = readUsersFile(folder.path().toStdString());
    QCOMPARE(asFolder.error().message, folder.path().toStdString() + ": is not a regular file");
    ::mkfifo(path.c_str(), 0600);
    QCOMPARE(readUsersFile(path).error().message, path + ": is not a regular file"); // at once
}

QTEST_APPLESS_MAIN(tst_UsersFile)
#include "tst_UsersFile.moc"
