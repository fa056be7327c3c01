// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/config/Config.h"
#include "agent/config/Load.h"

#include <QtTest>

#include <algorithm>

using namespace resync;
using namespace resync::config;

class tst_Config : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_isWellFormed();
    void report_holdsEverySettingMasked();
    void report_namesSources();
    void hash_followsValuesNotPlaces();
    void groups_followTheirDecisiveSetting();
    void notUsedYet_namesWhatWasGiven();

private:
    Config loadWith(std::map<std::string, std::string> environment) const
    {
        LoadRequest request;
        request.environment = std::move(environment);
        request.workingDirectory = m_folder.path().toStdString();
        request.systemDirectory = request.workingDirectory;
        request.now = Instant(std::chrono::milliseconds(1'000));
        return load(request).config.value();
    }
    static domain::ConfigItem item(const domain::ConfigReport &report, std::string_view key)
    {
        const auto found = std::find_if(report.items.begin(), report.items.end(),
                                        [&](const auto &each) { return each.key == key; });
        return found == report.items.end() ? domain::ConfigItem{} : *found;
    }

    QTemporaryDir m_folder;
};

void tst_Config::table_isWellFormed()
{
    for (const Setting &line : allSettings()) {
        const std::string name(line.name);
        QVERIFY2(findSetting(line.name) == &line, name.c_str());
        QVERIFY2(line.description.ends_with('.'), name.c_str());
        QVERIFY2(line.description.find('|') == std::string_view::npos, name.c_str());
        const bool hasRange = line.type == Type::Number || line.type == Type::Duration;
        QVERIFY2(hasRange == (line.max > line.min), name.c_str());
        const bool hasChoices = line.type == Type::Choice || line.type == Type::Url;
        QVERIFY2(hasChoices == !line.choices.empty(), name.c_str());
        if (!line.defaultText.empty())
            QVERIFY2(parseValue(line, line.defaultText), name.c_str());
    }
    QVERIFY(findSetting("tws_host") == nullptr);
}

void tst_Config::report_holdsEverySettingMasked()
{
    std::map<std::string, std::string> environment;
    for (const Setting &line : allSettings()) {
        if (line.type == Type::Secret)
            environment[std::string(line.name)] = "$argon2id$canary-canary-canary-canary";
        if (line.type == Type::Url)
            environment[std::string(line.name)] =
                std::string(line.choices[0]) + "://u:canary@host/?k=canary";
    }
    environment.erase("ADMIN_PASSWORD"); // excludes ADMIN_PASSWORD_HASH
    const auto report = loadWith(environment).report();
    QCOMPARE(report.items.size(), allSettings().size());
    QCOMPARE(report.environment, std::string("development"));
    QVERIFY(!report.version.empty());
    QCOMPARE(report.loadedAt, Instant(std::chrono::milliseconds(1'000)));
    for (const auto &each : report.items)
        QVERIFY2(each.value.value_or("").find("canary") == std::string::npos, each.key.c_str());
    QCOMPARE(item(report, "TWS_PASSWORD").value.value_or(""), std::string("********"));
    QVERIFY(item(report, "TWS_PASSWORD").isSecret);
    QVERIFY(item(report, "TWS_PASSWORD").isSet);
}

void tst_Config::report_namesSources()
{
    const auto report = loadWith({{"TWS_READ_TIMEOUT", "1min"}}).report();
    const auto timeout = item(report, "TWS_READ_TIMEOUT");
    QCOMPARE(timeout.value.value_or(""), std::string("60"));
    QCOMPARE(timeout.unit, std::string("s"));
    QCOMPARE(timeout.type, std::string("duration"));
    QCOMPARE(timeout.group, std::string("tws"));
    QCOMPARE(timeout.defaultValue.value_or(""), std::string("30"));
    QCOMPARE(timeout.layer, std::string("environment"));
    QVERIFY(!timeout.isDefault);
    const auto host = item(report, "TWS_HOST");
    QVERIFY(!host.isSet && host.isDefault && !host.value && !host.defaultValue);
    QCOMPARE(host.layer, std::string("default"));
}

void tst_Config::hash_followsValuesNotPlaces()
{
    const auto hash = [&](std::map<std::string, std::string> environment) {
        return loadWith(std::move(environment)).report().runningHash;
    };
    const std::string plain = hash({});
    QCOMPARE(plain.size(), std::size_t(32));
    QCOMPARE(hash({{"TWS_PORT", "31116"}}), plain);
    QCOMPARE(hash({{"TWS_PASSWORD", "canary"}}), plain);
    QVERIFY(hash({{"TWS_PORT", "31117"}}) != plain);
    QVERIFY(hash({{"TWS_HOST", "mdm01"}}) != plain);
}

void tst_Config::groups_followTheirDecisiveSetting()
{
    const Config none = loadWith({});
    for (const auto group : reportedGroups())
        QCOMPARE(none.isConfigured(group), group == "server");
    const Config all = loadWith({{"TWS_HOST", "mdm01"},
                                 {"REDIS_URL", "redis://h"},
                                 {"NEO4J_URI", "bolt://h"},
                                 {"LLM_ENDPOINT", "http://h"},
                                 {"ADMIN_PASSWORD", "x"}});
    for (const auto group : reportedGroups())
        QVERIFY(all.isConfigured(group));
}

void tst_Config::notUsedYet_namesWhatWasGiven()
{
    QVERIFY(loadWith({{"HOME", "/home/op"}}).notUsedYet().empty());
    const std::vector<std::string_view> expected{"REDIS_URL", "LLM_API_KEY"};
    QVERIFY(loadWith({{"LLM_API_KEY", "x"}, {"REDIS_URL", "redis://h"}, {"TWS_PORT", "1"}})
                .notUsedYet() == expected);
}

QTEST_APPLESS_MAIN(tst_Config)
#include "tst_Config.moc"
