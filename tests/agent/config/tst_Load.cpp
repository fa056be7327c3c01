// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Load.h"

#include <QtTest>

#include <algorithm>
#include <sys/stat.h>

using namespace resync::config;
namespace fs = std::filesystem;

class tst_Load : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothing_givesDefaults();
    void workers_leaveACore_data();
    void workers_leaveACore();
    void layers_strongestWins();
    void layers_emptyValueMeansDefault();
    void folder_isTheFirstThatHasFiles();
    void folder_givenMustExist();
    void alias_equalIsFine();
    void errors_nameThePlace_data();
    void errors_nameThePlace();
    void errors_areAllCollected();
    void warnings_nameTheNearest_data();
    void warnings_nameTheNearest();
    void overruled_isAWarning_data();
    void overruled_isAWarning();
    void file_ofASecret();
    void file_thatIsEmptyIsTold();
    void settingsFile_takesNumbersFlagsAndLists();
    void draft_holdsWhatIsRight();
    void credentials_inEitherCase();
    void production_refuses_data();
    void production_refuses();
    void production_keepsItsRulesWhileItRuns();
    void production_opensTheServer();
    void unconfigured_listensOnLoopback();
    void missingLogin_isTold();
    void readableSecrets_areToldInProduction();
    void relativePath_countsFromItsFile();
    void messages_holdNoSecret();

private:
    using Variables = std::map<std::string, std::string>;

    fs::path folder(const char *name = "work") const
    {
        return fs::path(m_root->path().toStdString()) / name;
    }
    void write(const char *name, const QByteArray &text, const char *in = "work") const
    {
        QFile file(QString::fromStdString((folder(in) / name).string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    LoadRequest requestWith(Variables environment) const
    {
        LoadRequest request;
        request.environment = std::move(environment);
        request.workingDirectory = folder();
        request.systemDirectory = folder("etc");
        return request;
    }
    LoadOutcome loadWith(Variables environment) const
    {
        return load(requestWith(std::move(environment)));
    }
    /// Everything told, with the test's own folder cut out.
    std::string told(const std::vector<Problem> &problems) const
    {
        std::string all;
        for (const Problem &problem : problems)
            all += problem.message + '\n';
        const std::string root = m_root->path().toStdString() + '/';
        for (auto at = all.find(root); at != std::string::npos; at = all.find(root))
            all.erase(at, root.size());
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_root;
};

void tst_Load::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    for (const char *name : {"work", "etc", "credentials"})
        fs::create_directory(folder(name));
}

void tst_Load::workers_leaveACore_data()
{
    QTest::addColumn<unsigned>("cores");
    QTest::addColumn<int>("workers");
    QTest::newRow("not known") << 0U << 1;
    QTest::newRow("one") << 1U << 1;
    QTest::newRow("two") << 2U << 1;
    QTest::newRow("three") << 3U << 2;
    QTest::newRow("five") << 5U << 4;
    QTest::newRow("many") << 64U << 4;
}

void tst_Load::workers_leaveACore()
{
    QFETCH(const unsigned, cores);
    QFETCH(const int, workers);
    LoadRequest request = requestWith({});
    request.cores = cores;
    const auto outcome = load(request);
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    QCOMPARE(outcome.config->number(Key::Workers), std::int64_t(workers));
}

void tst_Load::nothing_givesDefaults()
{
    const auto outcome = loadWith({{"HOME", "/home/op"}});
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    QCOMPARE(told(outcome.warnings), std::string());
    const Config &config = *outcome.config;
    QCOMPARE(config.environment(), Environment::Development);
    QCOMPARE(config.number(Key::TwsPort), std::int64_t(31116));
    QCOMPARE(config.duration(Key::TwsReadTimeout), std::chrono::milliseconds(30'000));
    QCOMPARE(config.duration(Key::InvalidateWait), std::chrono::milliseconds(5'000));
    QCOMPARE(config.text(Key::ServerHost), std::string("127.0.0.1"));
    QCOMPARE(config.number(Key::ServerPort), std::int64_t(8000));
    QCOMPARE(config.text(Key::AdminUsername), std::string("admin"));
    QCOMPARE(config.text(Key::StateDir), std::string("/home/op/.local/state/resync"));
    QCOMPARE(config.text(Key::TokensFile), std::string("/home/op/.local/state/resync/tokens"));
    QVERIFY(config.text(Key::UsersFile).empty());
    QVERIFY(config.flag(Key::MetricsPublic));
    QVERIFY(!config.flag(Key::PublicRead));
    QVERIFY(config.hosts(Key::TwsHost).empty());
    QVERIFY(config.secret(Key::AdminPassword).isEmpty());
    QVERIFY(!config.isSet(Key::TwsHost));
}

void tst_Load::layers_strongestWins()
{
    write("settings.toml", "[tws]\nhost='toml'\nport=1\nuser='toml'\nread_timeout=11\n"
                           "max_connections=1\npassword='toml'\n");
    write("settings.test.toml", "[tws]\nport=2\nuser='env-toml'\nread_timeout=12\n"
                                "max_connections=2\npassword='env-toml'\n");
    write(".env", "APP_ENV=test\nTWS_USER=dotenv\nTWS_READ_TIMEOUT=13\nTWS_MAX_CONNECTIONS=3\n"
                  "TWS_PASSWORD=dotenv\n");
    write("value", "14\n");
    write("TWS_MAX_CONNECTIONS", "5\n", "credentials");
    write("tws_password", "credential\n", "credentials");
    const auto outcome = loadWith({{"TWS_READ_TIMEOUT_FILE", (folder() / "value").string()},
                                   {"TWS_MAX_CONNECTIONS_FILE", (folder() / "value").string()},
                                   {"CREDENTIALS_DIRECTORY", folder("credentials").string()},
                                   {"TWS_PASSWORD", "environment"}});
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    const Config &config = *outcome.config;
    const auto layer = [&](Key key) { return toString(config.entry(key).origin.layer); };
    QCOMPARE(layer(Key::TwsHost), std::string_view("settings"));
    QCOMPARE(config.number(Key::TwsPort), std::int64_t(2));
    QCOMPARE(layer(Key::TwsPort), std::string_view("settings_env"));
    QCOMPARE(config.text(Key::TwsUser), std::string("dotenv"));
    QCOMPARE(layer(Key::TwsUser), std::string_view("dotenv"));
    QCOMPARE(config.duration(Key::TwsReadTimeout), std::chrono::milliseconds(14'000));
    QCOMPARE(layer(Key::TwsReadTimeout), std::string_view("file"));
    QCOMPARE(config.number(Key::TwsMaxConnections), std::int64_t(5));
    QCOMPARE(layer(Key::TwsMaxConnections), std::string_view("credential"));
    QCOMPARE(config.secret(Key::TwsPassword).reveal(), std::string("environment"));
    QCOMPARE(layer(Key::TwsPassword), std::string_view("environment"));
    QCOMPARE(config.entry(Key::TwsUser).origin.line.value_or(0), 2);
}

void tst_Load::layers_emptyValueMeansDefault()
{
    write(".env", "TWS_HOST=mdm01\nTWS_PORT=1234\n");
    const auto outcome = loadWith({{"TWS_HOST", ""}, {"TWS_PORT", ""}});
    QVERIFY(outcome.config);
    QVERIFY(!outcome.config->isSet(Key::TwsHost));
    QCOMPARE(outcome.config->number(Key::TwsPort), std::int64_t(31116));
    QVERIFY(outcome.config->report().items[2].isDefault);
}

void tst_Load::folder_isTheFirstThatHasFiles()
{
    write("resync.env", "TWS_PORT=2\n", "etc");
    QCOMPARE(loadWith({}).config->number(Key::TwsPort), std::int64_t(2));
    QCOMPARE(loadWith({}).config->folder(), folder("etc"));

    write("resync.env", "TWS_PORT=9\n", "work"); // only in the system directory of that name
    QCOMPARE(loadWith({}).config->number(Key::TwsPort), std::int64_t(2));

    write("settings.production.toml", "TWS_PORT=3\n", "work"); // decides, though it is not read
    QCOMPARE(loadWith({}).config->number(Key::TwsPort), std::int64_t(31116));
    QCOMPARE(loadWith({}).config->folder(), folder("work"));

    fs::create_directory(folder("given"));
    write(".env", "TWS_PORT=4\n", "given");
    LoadRequest request;
    request.configDir = folder("given");
    request.workingDirectory = folder();
    QCOMPARE(load(request).config->number(Key::TwsPort), std::int64_t(4));
}

void tst_Load::folder_givenMustExist()
{
    LoadRequest request;
    request.configDir = folder("absent");
    QCOMPARE(told(load(request).errors),
             std::string("--config-dir absent: there is no such directory\n"));
}

void tst_Load::alias_equalIsFine()
{
    const auto outcome = loadWith({{"TWS_PORT", "5"}, {"APP_TWS_PORT", "5"}});
    QVERIFY(outcome.config);
    QCOMPARE(outcome.config->number(Key::TwsPort), std::int64_t(5));
    QCOMPARE(loadWith({{"APP_TWS_PORT", "6"}}).config->number(Key::TwsPort), std::int64_t(6));
}

void tst_Load::errors_nameThePlace_data()
{
    QTest::addColumn<QByteArray>("variable"); // NAME=value of the process
    QTest::addColumn<QByteArray>("dotEnv");
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QByteArray>("message");

    const auto row = [](const char *title, const char *variable, const QByteArray &dotEnv,
                        const char *toml, const char *message) {
        QTest::newRow(title) << QByteArray(variable) << dotEnv << QByteArray(toml)
                             << QByteArray(message);
    };
    row("environment", "TWS_PORT=70000", "", "",
        "TWS_PORT=70000 in the environment: must be 1–65535\n");
    row("alias", "APP_TWS_PORT=x", "", "",
        "APP_TWS_PORT=x in the environment: must be a whole number, 1–65535\n");
    row(".env", "", "\nTWS_PORT=70000\n", "",
        "TWS_PORT=70000 in work/.env line 2: must be 1–65535\n");
    row("settings.toml", "", "", "[tws]\nport = 70000\n",
        "TWS_PORT=70000 in work/settings.toml line 2: must be 1–65535\n");
    row("a stronger one is right", "TWS_PORT=1", "TWS_PORT=70000", "", "");
    row("number for a text", "", "", "[tws]\nuser = 007.5e2\npassword = 'x'\n", "line 2, column");
    row("fraction for a text", "", "", "[tws]\nuser = 1.10\n",
        "TWS_USER=1.1 in work/settings.toml line 2: must be a text, in quotes\n");
    row("number for a secret", "", "", "[tws]\npassword = 31337\n",
        "TWS_PASSWORD in work/settings.toml line 2: must be a text, in quotes\n");
    row("list for a secret", "", "", "[tws]\npassword = ['canary', 'b']\n",
        "TWS_PASSWORD in work/settings.toml line 2: must be a text, in quotes\n");
    row("list for a number", "", "", "[tws]\nport = ['1']\n",
        "TWS_PORT=1 in work/settings.toml line 2: must be one value, not a list\n");
    row("open quote", "", "TWS_PASSWORD='canary", "",
        "TWS_PASSWORD in work/.env line 1: the closing quote is missing\n");
    row("blanks for a path", "USERS_FILE= ", "", "",
        "USERS_FILE=  in the environment: must be a path, not blanks\n");
    row("two names", "", "TWS_HOST=a\nAPP_TWS_HOST=b\n", "",
        "APP_TWS_HOST in work/.env line 2: differs from TWS_HOST in work/.env line 1; keep one of "
        "them\n");
    row("two forms", "", "", "TWS_PORT = 1\n[tws]\nport = 2\n", "differs from");
    row("environment unknown", "APP_ENV=prod", "", "",
        "APP_ENV=prod in the environment: must be development, test or production\n");
    row("not UTF-8", "TWS_USER=\xff", "", "",
        "TWS_USER=? in the environment: is not valid UTF-8\n");
    row("long value",
        "TWS_PORT=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "", "",
        "x… in the environment");
    row("invalid UTF-8 in a file", "", "A=\xff", "",
        "work/.env line 1: the line is not valid UTF-8\n");
    row("1 MB line", "", "\n" + QByteArray(1'000'000, 'x'), "",
        "work/.env line 2: the line is longer than 64 KiB\n");
    row("file that is not there", "TWS_PASSWORD_FILE=/absent", "", "",
        "TWS_PASSWORD_FILE in the environment: /absent: there is no such file\n");
    row("file that is a directory", "TWS_PASSWORD_FILE=/", "", "",
        "TWS_PASSWORD_FILE in the environment: /: is a directory, not a file\n");
    row("certificates in a folder", "", "TWS_CA_FILE=/", "",
        "TWS_CA_FILE in work/.env line 1: / is a directory, not a file\n");
    row("certificates that are not there", "", "TWS_CA_FILE=/absent.pem", "",
        "TWS_CA_FILE in work/.env line 1: /absent.pem cannot be read: No such file or directory\n");
    row("TLS certificate without its key", "", "TLS_CERT_FILE=/dev/null", "",
        "TLS_CERT_FILE in work/.env line 1: needs TLS_KEY_FILE too, which is not set\n");
    row("TLS key without its certificate", "TLS_KEY_FILE=/dev/null", "", "",
        "TLS_KEY_FILE in the environment: needs TLS_CERT_FILE too, which is not set\n");
    row("TLS key that is not there", "TLS_CERT_FILE=/dev/null", "TLS_KEY_FILE=/absent.key", "",
        "TLS_KEY_FILE in work/.env line 1: /absent.key cannot be read: No such file or "
        "directory\n");
    row("credentials that are not there", "CREDENTIALS_DIRECTORY=/absent", "", "",
        "CREDENTIALS_DIRECTORY /absent: cannot be read: No such file or directory\n");
    row("colon in a user's name", "ADMIN_USERNAME=a:b", "", "",
        "ADMIN_USERNAME in the environment: must not hold a colon");
    row("password in a host", "TWS_HOST=https://u:canary@h", "", "",
        "TWS_HOST in the environment: must be a host");
    row("secret of two lines", "", "TWS_PASSWORD=\"canary\\nx\"", "",
        "TWS_PASSWORD in work/.env line 1: holds a line break");
}

void tst_Load::errors_nameThePlace()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, dotEnv);
    QFETCH(QByteArray, toml);
    QFETCH(QByteArray, message);

    Variables environment;
    if (const auto equals = variable.indexOf('='); equals > 0)
        environment[variable.left(equals).toStdString()] = variable.mid(equals + 1).toStdString();
    if (!dotEnv.isEmpty())
        write(".env", dotEnv);
    if (!toml.isEmpty())
        write("settings.toml", toml);
    const auto outcome = loadWith(environment);
    const std::string errors = told(outcome.errors);
    QCOMPARE(outcome.config.has_value(), message.isEmpty());
    QVERIFY2(message.isEmpty() || errors.find(message.toStdString()) != std::string::npos,
             errors.c_str());
    QVERIFY(errors.find("canary") == std::string::npos);
    QVERIFY2(outcome.errors.size() <= 1, errors.c_str());
}

void tst_Load::errors_areAllCollected()
{
    write(".env", "TWS_PORT=70000\noops\nWORKERS=0\n");
    write("settings.toml", "[tws\n");
    const auto outcome = loadWith({{"LOG_FORMAT", "xml"}});
    QVERIFY(!outcome.config);
    QCOMPARE(outcome.errors.size(), std::size_t(5));
}

void tst_Load::warnings_nameTheNearest_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("dotEnv");
    QTest::addColumn<QByteArray>("message");

    const QByteArray none;
    QTest::newRow("environment") << QByteArray("TWS_PROT") << none
                                 << QByteArray("TWS_PROT in the environment: there is no such "
                                               "setting; did you mean TWS_PORT?\n");
    QTest::newRow("another program's") << QByteArray("LOG_LEVLE") << none << none;
    QTest::newRow(".env") << none << QByteArray("LOG_LEVLE=info")
                          << QByteArray("LOG_LEVLE in work/.env line 1: there is no such setting; "
                                        "did you mean LOG_LEVEL?\n");
    QTest::newRow("far from all") << none << QByteArray("FAVOURITE_COLOUR=red")
                                  << QByteArray("FAVOURITE_COLOUR in work/.env line 1: there is no "
                                                "such setting\n");
    QTest::newRow("given twice") << none << QByteArray("WORKERS=1\nWORKERS=2")
                                 << QByteArray(
                                        "work/.env line 2: WORKERS was already given in line "
                                        "1; the later one counts\n");
}

void tst_Load::warnings_nameTheNearest()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, dotEnv);
    QFETCH(QByteArray, message);

    Variables environment;
    if (!variable.isEmpty())
        environment[variable.toStdString()] = "x";
    if (!dotEnv.isEmpty())
        write(".env", dotEnv);
    const auto outcome = loadWith(environment);
    QVERIFY(outcome.config);
    QCOMPARE(told(outcome.warnings), message.toStdString());
}

void tst_Load::overruled_isAWarning_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("dotEnv");
    QTest::addColumn<QByteArray>("toml");
    QTest::addColumn<QByteArray>("message");

    const auto row = [](const char *title, const char *variable, const char *dotEnv,
                        const char *toml, const char *message) {
        QTest::newRow(title) << QByteArray(variable) << QByteArray(dotEnv) << QByteArray(toml)
                             << QByteArray(message);
    };
    row("settings.toml by the environment", "SERVER_PORT=1", "", "[server]\nport = 'abc'\n",
        "SERVER_PORT=abc in work/settings.toml line 2: must be a whole number, 0–65535; overruled "
        "by SERVER_PORT in the environment\n");
    row("settings.toml by .env", "", "SERVER_PORT=1", "SERVER_PORT = 'abc'",
        "SERVER_PORT=abc in work/settings.toml line 1: must be a whole number, 0–65535; overruled "
        "by SERVER_PORT in work/.env line 1\n");
    row("both", "APP_SERVER_PORT=1", "SERVER_PORT=x", "SERVER_PORT = 'abc'", "line 1: must be");
    row("by an empty one", "SERVER_PORT=", "SERVER_PORT=70000", "",
        "SERVER_PORT=70000 in work/.env line 1: must be 0–65535; overruled by SERVER_PORT in the "
        "environment\n");
    row("file that is not there", "TWS_PASSWORD=x", "TWS_PASSWORD_FILE=/absent", "",
        "TWS_PASSWORD_FILE in work/.env line 1: /absent: there is no such file; overruled by "
        "TWS_PASSWORD in the environment\n");
    row("secret of two lines", "TWS_PASSWORD=x", "TWS_PASSWORD=\"canary\\nx\"", "",
        "TWS_PASSWORD in work/.env line 1: holds a line break");
    row("right ones", "SERVER_PORT=1", "SERVER_PORT=2", "SERVER_PORT = 3", "");
}

void tst_Load::overruled_isAWarning()
{
    QFETCH(const QByteArray, variable);
    QFETCH(const QByteArray, dotEnv);
    QFETCH(const QByteArray, toml);
    QFETCH(const QByteArray, message);

    Variables environment;
    if (const auto equals = variable.indexOf('='); equals > 0)
        environment[variable.left(equals).toStdString()] = variable.mid(equals + 1).toStdString();
    write(".env", dotEnv);
    write("settings.toml", toml);
    const auto outcome = loadWith(environment);
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    const std::string warnings = told(outcome.warnings);
    QCOMPARE(outcome.warnings.empty(), message.isEmpty());
    QVERIFY2(warnings.find(message.toStdString()) != std::string::npos, warnings.c_str());
    QVERIFY(warnings.find("canary") == std::string::npos);
}

void tst_Load::file_ofASecret()
{
    write("secret", "pass word#1\r\n");
    write(".env", "TWS_PASSWORD_FILE=secret\nADMIN_PASSWORD_FILE=\n"); // next to the file
    const auto outcome = loadWith({});
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    QCOMPARE(outcome.config->secret(Key::TwsPassword).reveal(), std::string("pass word#1"));
    QCOMPARE(outcome.config->entry(Key::TwsPassword).origin.file, (folder() / "secret").string());
    QVERIFY(!outcome.config->isSet(Key::AdminPassword));
}

void tst_Load::file_thatIsEmptyIsTold()
{
    write("secret", "\n");
    write("tws_user", "", "credentials");
    const auto outcome = loadWith({{"ADMIN_PASSWORD_FILE", (folder() / "secret").string()},
                                   {"CREDENTIALS_DIRECTORY", folder("credentials").string()}});
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    QCOMPARE(told(outcome.warnings),
             std::string("TWS_USER in credentials/tws_user: the file is empty, so the default "
                         "holds\nADMIN_PASSWORD_FILE in work/secret: the file is empty, so the "
                         "default holds\n"));
}

void tst_Load::settingsFile_takesNumbersFlagsAndLists()
{
    write("settings.toml", "log_level = ['info', 'mirror=debug']\n[tws]\nhost = ['a', 'b']\n"
                           "port = 1\nread_timeout = 2.5\nverify = false\nuser = '5'\n"
                           "max_connections = '3'\n");
    const auto outcome = loadWith({});
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    QCOMPARE(outcome.config->hosts(Key::TwsHost).size(), std::size_t(2));
    QCOMPARE(outcome.config->text(Key::LogLevel), std::string("info,mirror=debug"));
}

void tst_Load::draft_holdsWhatIsRight()
{
    write(".env", "TWS_HOST=mdm01\nTWS_USER='open\nTWS_PORT=1\nAPP_TWS_PORT=2\nWORKERS=x\n");
    const auto outcome = loadWith({});
    QVERIFY(!outcome.config);
    QVERIFY(outcome.known().isSet(Key::TwsHost));
    for (const Key key : {Key::TwsUser, Key::TwsPort, Key::Workers}) {
        QVERIFY(!outcome.known().isSet(key));
        QVERIFY(outcome.isRefused(setting(key).name));
    }
    QVERIFY(!outcome.isRefused("TWS_HOST"));
}

void tst_Load::credentials_inEitherCase()
{
    const Variables environment{{"CREDENTIALS_DIRECTORY", folder("credentials").string()}};
    write("tws_user", "lower", "credentials");
    write("ADMIN_PASSWORD", "upper", "credentials");
    auto outcome = loadWith(environment);
    QVERIFY2(outcome.config, told(outcome.errors).c_str());
    QCOMPARE(outcome.config->text(Key::TwsUser), std::string("lower"));
    QCOMPARE(outcome.config->secret(Key::AdminPassword).reveal(), std::string("upper"));

    write("TWS_USER", "upper", "credentials");
    outcome = loadWith(environment);
    QVERIFY2(told(outcome.errors).find("differs from TWS_USER in credentials/TWS_USER") !=
                 std::string::npos,
             told(outcome.errors).c_str());

    write("Tws_Uesr", "mixed", "credentials");
    QVERIFY(told(loadWith(environment).warnings).find("did you mean TWS_USER?") !=
            std::string::npos);
}

void tst_Load::production_refuses_data()
{
    QTest::addColumn<QByteArray>("dotEnv");
    QTest::addColumn<QByteArray>("message");

    QTest::newRow("no password")
        << QByteArray("TWS_HOST=mdm01")
        << QByteArray(
               "ADMIN_PASSWORD is missing: production with TWS_HOST needs an administrator's "
               "password\n");
    QTest::newRow("short password")
        << QByteArray("\nADMIN_PASSWORD=canary")
        << QByteArray("ADMIN_PASSWORD in work/.env line 2: too weak for production, it is shorter "
                      "than 12 characters\n");
    QTest::newRow("common password")
        << QByteArray("ADMIN_PASSWORD=Password-2026")
        << QByteArray(
               "ADMIN_PASSWORD in work/.env line 1: too weak for production, it is among the "
               "passwords that everybody tries first\n");
    QTest::newRow("the user's name")
        << QByteArray("ADMIN_USERNAME=controlroomlead\nADMIN_PASSWORD=ControlRoomLead")
        << QByteArray(
               "ADMIN_PASSWORD in work/.env line 2: too weak for production, it is the user's "
               "name\n");
    QTest::newRow("unreadable password is one error")
        << QByteArray("TWS_HOST=mdm01\nADMIN_PASSWORD_FILE=/absent")
        << QByteArray("ADMIN_PASSWORD_FILE in work/.env line 2: /absent: there is no such file\n");
    QTest::newRow("password and hash")
        << QByteArray("ADMIN_PASSWORD=four-tall-cranes\nADMIN_PASSWORD_HASH=$argon2id$x")
        << QByteArray("ADMIN_PASSWORD_HASH in work/.env line 2 and ADMIN_PASSWORD in work/.env "
                      "line 1: keep one of them\n");
    QTest::newRow("hash of another kind")
        << QByteArray("ADMIN_PASSWORD_HASH=$2y$canary")
        << QByteArray("ADMIN_PASSWORD_HASH in work/.env line 1: must be an Argon2id hash that "
                      "begins with $argon2id$\n");
    QTest::newRow("short session key")
        << QByteArray("SESSION_KEY=canary")
        << QByteArray("SESSION_KEY in work/.env line 1: must have at least 32 characters\n");
    QTest::newRow("good password")
        << QByteArray("TWS_HOST=mdm01\nADMIN_PASSWORD=four-tall-cranes") << QByteArray();
    QTest::newRow("unconfigured") << QByteArray("TWS_PORT=1") << QByteArray();
}

void tst_Load::production_refuses()
{
    QFETCH(QByteArray, dotEnv);
    QFETCH(QByteArray, message);

    write(".env", dotEnv);
    QCOMPARE(told(loadWith({{"APP_ENV", "production"}}).errors), message.toStdString());
    const bool isStrictAnywhere =
        message.contains("/absent") || message.contains("_HASH") || message.contains("SESSION_KEY");
    if (!isStrictAnywhere) // elsewhere the same is taken
        QVERIFY(loadWith({{"APP_ENV", "development"}}).config);
}

void tst_Load::production_keepsItsRulesWhileItRuns()
{
    write(".env", "APP_ENV=development\nADMIN_PASSWORD=x\n");
    auto request = requestWith({});
    QVERIFY(load(request).config);
    request.isProductionRunning = true;
    const auto outcome = load(request);
    QVERIFY(!outcome.config);
    QCOMPARE(outcome.errors.size(), std::size_t(1));
    QCOMPARE(outcome.errors[0].key, std::string("ADMIN_PASSWORD"));
    QVERIFY(outcome.errors[0].message.find(".env line 2") != std::string::npos);
}

void tst_Load::production_opensTheServer()
{
    write(".env", "APP_ENV=production\nADMIN_PASSWORD=four-tall-cranes\n");
    const auto outcome = loadWith({});
    QVERIFY(outcome.config);
    QCOMPARE(outcome.config->environment(), Environment::Production);
    QCOMPARE(outcome.config->text(Key::ServerHost), std::string("0.0.0.0"));
    QCOMPARE(outcome.config->entry(Key::ServerHost).defaultText.value_or(""),
             std::string("0.0.0.0"));
}

void tst_Load::unconfigured_listensOnLoopback()
{
    const auto outcome = loadWith({{"APP_ENV", "production"}});
    QVERIFY(outcome.config);
    QCOMPARE(outcome.config->text(Key::ServerHost), std::string("127.0.0.1"));
    QCOMPARE(told(outcome.warnings),
             std::string("neither TWS_HOST nor ADMIN_PASSWORD is set: listening on 127.0.0.1 only, "
                         "not on 0.0.0.0\n"));
    QCOMPARE(loadWith({{"SERVER_HOST", "10.0.0.1"}}).config->text(Key::ServerHost),
             std::string("127.0.0.1"));
    for (const char *own : {"::1", "[::1]", "127.0.0.2", "localhost"})
        QCOMPARE(told(loadWith({{"SERVER_HOST", own}}).warnings), std::string());
    QCOMPARE(loadWith({{"SERVER_HOST", "127.lab.example"}}).config->text(Key::ServerHost),
             std::string("127.0.0.1"));
}

void tst_Load::missingLogin_isTold()
{
    QCOMPARE(told(loadWith({{"TWS_HOST", "mdm01"}, {"TWS_USER", "resync"}}).warnings),
             std::string("TWS_PASSWORD is not set: the engine will refuse the login\n"));
    QCOMPARE(told(loadWith({{"TWS_HOST", "mdm01"}, {"TWS_API_KEY", "x"}}).warnings), std::string());
}

void tst_Load::readableSecrets_areToldInProduction()
{
    write(".env", "ADMIN_PASSWORD=four-tall-cranes\nTWS_PASSWORD=x\n");
    QCOMPARE(::chmod((folder() / ".env").c_str(), 0644), 0);
    QCOMPARE(told(loadWith({{"APP_ENV", "production"}}).warnings),
             std::string("work/.env: holds TWS_PASSWORD and can be read by every user of this "
                         "machine; chmod 0640\n"));
    QCOMPARE(told(loadWith({}).warnings), std::string());
    QCOMPARE(::chmod((folder() / ".env").c_str(), 0640), 0);
    QCOMPARE(told(loadWith({{"APP_ENV", "production"}}).warnings), std::string());
}

void tst_Load::relativePath_countsFromItsFile()
{
    write("ca.pem", "");
    write(".env", "TWS_CA_FILE=ca.pem\n");
    QCOMPARE(loadWith({}).config->text(Key::TwsCaFile), (folder() / "ca.pem").string());
    QCOMPARE(loadWith({{"TWS_CA_FILE", "/etc/passwd"}}).config->text(Key::TwsCaFile),
             std::string("/etc/passwd"));
}

void tst_Load::messages_holdNoSecret()
{
    const std::string canary = "canary-3f9a";
    Variables environment{{"APP_ENV", "production"}};
    for (const Setting &line : allSettings()) {
        if (line.type == Type::Secret)
            environment[std::string(line.name)] = canary;
        if (line.type == Type::Url)
            environment[std::string(line.name)] = canary;
    }
    write(".env", "TWS_PASSWORD 'canary-3f9a'\nADMIN_PASSWORD='canary-3f9a\n");
    write("settings.toml", "[admin]\npassword = canary-3f9a\n");
    const auto outcome = loadWith(environment);
    QVERIFY(outcome.errors.size() >= 6);
    QVERIFY(told(outcome.errors).find(canary) == std::string::npos);
    QVERIFY(told(outcome.warnings).find(canary) == std::string::npos);
}

QTEST_APPLESS_MAIN(tst_Load)
#include "tst_Load.moc"
