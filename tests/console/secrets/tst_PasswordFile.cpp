// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/secrets/PasswordFile.h"
#include "tests/support/Bytes.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace resync;
using namespace resync::console;

class tst_PasswordFile final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;

    QString put(const QByteArray &content, QFile::Permissions permissions)
    {
        const QString path = m_dir.filePath(QStringLiteral("password"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) < 0 ||
            !file.setPermissions(permissions))
            qFatal("cannot write %s", qPrintable(path));
        return path;
    }
    static constexpr QFile::Permissions Private = QFile::ReadOwner | QFile::WriteOwner;

private Q_SLOTS:
    void read_givesTheLineWithoutItsEnd_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("password");
        QTest::newRow("plain") << QByteArray("secret") << QStringLiteral("secret");
        QTest::newRow("line end") << QByteArray("secret\n") << QStringLiteral("secret");
        QTest::newRow("windows") << QByteArray("secret\r\n") << QStringLiteral("secret");
        QTest::newRow("blanks stay") << QByteArray(" a b \n") << QStringLiteral(" a b ");
        QTest::newRow("UTF-8") << QByteArray("p\xc3\xa4ss") << QStringLiteral("päss");
    }
    void read_givesTheLineWithoutItsEnd()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, password);
        const auto read = readPasswordFile(put(content, Private));
        QVERIFY(read);
        QCOMPARE(*read, password);
    }

    void read_refuses_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("extraPermission");
        QTest::newRow("readable by the group") << QByteArray("s") << int(QFile::ReadGroup);
        QTest::newRow("readable by all") << QByteArray("s") << int(QFile::ReadOther);
        QTest::newRow("empty") << QByteArray() << 0;
        QTest::newRow("only a line end") << QByteArray("\n") << 0;
        QTest::newRow("two lines") << QByteArray("a\nb\n") << 0;
        QTest::newRow("not UTF-8") << QByteArray("\xff\xfe") << 0;
        QTest::newRow("too long") << QByteArray(5000, 'x') << 0;
    }
    void read_refuses()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, extraPermission);
        const auto read =
            readPasswordFile(put(content, Private | QFile::Permissions(extraPermission)));
        QVERIFY(!read);
        QCOMPARE(test::bytes(toString(read.error().kind)), "invalid_input");
        QVERIFY(read.error().message.find("password:") != std::string::npos);
    }

    void read_tellsThatItIsNotThere()
    {
        const auto read = readPasswordFile(m_dir.filePath(QStringLiteral("absent")));
        QCOMPARE(test::bytes(toString(read.error().kind)), "not_found");
    }
};

QTEST_GUILESS_MAIN(tst_PasswordFile)
#include "tst_PasswordFile.moc"
