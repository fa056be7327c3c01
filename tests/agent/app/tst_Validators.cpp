// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/app/Validators.h"

#include <QtTest>

#include <QFile>
#include <QTemporaryDir>

using namespace resync;
using namespace resync::app;

class tst_Validators : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void errors_nameSettingAndPlace_data();
    void errors_nameSettingAndPlace();
    void errors_areToldWithTheOthers();
    void whatIsKnown_staysKnown();
    void goodFiles_areTaken();
    void stateDir_byDefaultIsAWarning();

private:
    std::string path(const char *name) const
    {
        return m_folder.filePath(QString::fromLatin1(name)).toStdString();
    }
    void write(const char *name, const QByteArray &text) const
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    }
    config::LoadOutcome load(std::map<std::string, std::string> environment = {}) const
    {
        config::LoadRequest request;
        request.environment = std::move(environment);
        request.workingDirectory = m_folder.path().toStdString();
        request.systemDirectory = request.workingDirectory;
        request.validators = validators();
        request.validators.push_back(stateDirValidator());
        return config::load(request);
    }

    QTemporaryDir m_folder;
    const QByteArray m_user =
        "ana:viewer:$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$" + QByteArray(43, 'A');
};

void tst_Validators::errors_nameSettingAndPlace_data()
{
    QTest::addColumn<QByteArray>("dotEnv");
    QTest::addColumn<QByteArray>("file"); // the content of "file"
    QTest::addColumn<QByteArray>("message");

    const auto row = [](const char *title, const char *dotEnv, const QByteArray &file,
                        const char *message) {
        QTest::newRow(title) << QByteArray(dotEnv) << file << QByteArray(message);
    };
    row("network too wide", "TRUSTED_PROXIES=10.0.0.1,10.0.0.0/99", "",
        "TRUSTED_PROXIES in .env line 2: 10.0.0.0/99 is neither an address nor a network");
    row("users that are not there", "USERS_FILE=absent", "",
        "USERS_FILE in .env line 2: absent: there is no such file");
    row("users in a folder", "USERS_FILE=.", "", ": is not a regular file");
    row("line that is no user", "USERS_FILE=file", "\nana\n",
        "USERS_FILE in .env line 2: file line 2: must be name:role:argon2id-hash");
    row("user like the administrator", "USERS_FILE=file\nADMIN_USERNAME=ana\nADMIN_PASSWORD=x",
        m_user,
        "USERS_FILE in .env line 2: file line 1: the name is that of the administrator "
        "(ADMIN_USERNAME)");
    row("tokens of another program", "TOKENS_FILE=file", "garbage\n",
        "TOKENS_FILE in .env line 2: file");
    row("blank before the administrator's name", "ADMIN_USERNAME=' ana'", "",
        "ADMIN_USERNAME in .env line 2: the name must be text without control characters and "
        "blanks");
    row("half a hash", "ADMIN_PASSWORD_HASH='$argon2id$canary'", "",
        "ADMIN_PASSWORD_HASH in .env line 2: the hash is no Argon2id hash");
    row("no certificate to check against", "TWS_CA_FILE=file", "garbage\n",
        "TWS_CA_FILE in .env line 2: file: holds no certificate");
    row("folder to check against", "TWS_CA_FILE=.", "",
        "TWS_CA_FILE in .env line 2:  is a directory, not a file");
    row("no certificate to show", "TLS_CERT_FILE=file\nTLS_KEY_FILE=file", "garbage\n",
        "TLS_CERT_FILE in .env line 2: the TLS certificate file: ");
    row("state in a file", "STATE_DIR=file\nTOKENS_FILE=tokens", "x",
        "STATE_DIR in .env line 2: file: is no directory; remove it, or change STATE_DIR");
}

void tst_Validators::errors_nameSettingAndPlace()
{
    QFETCH(const QByteArray, dotEnv);
    QFETCH(const QByteArray, file);
    QFETCH(const QByteArray, message);

    write("file", file);
    write(".env", '\n' + dotEnv + '\n');
    const auto outcome = load({{"HOME", m_folder.path().toStdString()}});
    QVERIFY(!outcome.config);
    QCOMPARE(outcome.errors.size(), std::size_t(1));
    std::string told = outcome.errors[0].message;
    const std::string root = m_folder.path().toStdString() + '/';
    for (auto at = told.find(root); at != std::string::npos; at = told.find(root))
        told.erase(at, root.size());
    QVERIFY2(told.find(message.toStdString()) != std::string::npos, told.c_str());
    QVERIFY(told.find("canary") == std::string::npos);
}

void tst_Validators::errors_areToldWithTheOthers()
{
    write(".env", "TWS_PORT=x\nTRUSTED_PROXIES=x\nUSERS_FILE=/absent\nWORKERS=0\n");
    const auto outcome = load({{"HOME", m_folder.path().toStdString()}});
    QCOMPARE(outcome.errors.size(), std::size_t(4));
}

void tst_Validators::whatIsKnown_staysKnown()
{
    write(".env", "TWS_HOST=mdm01\nTWS_PORT=x\nUSERS_FILE=/absent\n");
    const auto outcome = load({{"HOME", m_folder.path().toStdString()}});
    QVERIFY(!outcome.config);
    QVERIFY(outcome.known().isSet(config::Key::TwsHost));
    QVERIFY(!outcome.known().isSet(config::Key::TwsPort));
    QVERIFY(outcome.isRefused("TWS_PORT"));
    QVERIFY(outcome.isRefused("USERS_FILE"));
    QVERIFY(!outcome.isRefused("TWS_HOST"));
}

void tst_Validators::goodFiles_areTaken()
{
    write("users", m_user);
    write(".env", "USERS_FILE=users\nTRUSTED_PROXIES=10.0.0.0/8\nSTATE_DIR=state\n");
    const auto outcome = load();
    QVERIFY2(outcome.config, outcome.errors.empty() ? "" : outcome.errors[0].message.c_str());
    QVERIFY(QFile::exists(m_folder.filePath(QStringLiteral("state"))));
}

void tst_Validators::stateDir_byDefaultIsAWarning()
{
    write(".env", "");
    const auto outcome = load({{"HOME", "/proc/nobody"}});
    QVERIFY(outcome.config);
    QCOMPARE(outcome.warnings.size(), std::size_t(1));
    const std::string &told = outcome.warnings[0].message;
    QVERIFY2(told.starts_with("STATE_DIR in the defaults: /proc/nobody"), told.c_str());
    QVERIFY2(told.ends_with("change STATE_DIR"), told.c_str());
}

QTEST_APPLESS_MAIN(tst_Validators)
#include "tst_Validators.moc"
