// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/CacheScopeModel.h"
#include "console/models/ConfigModel.h"
#include "console/models/HealthModel.h"
#include "console/models/Roles.h"
#include "console/models/StateKind.h"
#include "tests/console/models/JobRows.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace resync;
using namespace resync::console;

namespace {

domain::HealthComponent component(const char *name, bool configured, domain::HealthStatus status)
{
    domain::HealthComponent out;
    out.name = name;
    out.configured = configured;
    out.status = status;
    return out;
}

domain::ConfigItem item(const char *key, const char *group, const char *value, bool isSecret)
{
    domain::ConfigItem out;
    out.key = key;
    out.group = group;
    out.value = value;
    out.isSecret = isSecret;
    out.isSet = true;
    out.isDefault = false;
    out.layer = "dotenv";
    out.file = "/etc/resync/.env";
    out.line = 12;
    return out;
}

QString everyText(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QString out;
    for (int row = 0; row < model.rowCount(parent); ++row)
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex index = model.index(row, column, parent);
            for (int role = 0; role < MonospaceRole + 1; ++role)
                out += index.data(role).toString() + u'\n';
            out += everyText(model, index);
        }
    return out;
}

} // namespace

class tst_PlainModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".?"))); }

    void health_saysHowItWasWhileTheAgentIsLost()
    {
        HealthModel model;
        const QAbstractItemModelTester tester(&model);
        model.setHealth({domain::HealthStatus::Ok,
                         true,
                         {component("engine", true, domain::HealthStatus::Ok),
                          component("llm", false, domain::HealthStatus::Unknown),
                          component("novelty", true, domain::HealthStatus::Degraded)}});
        QCOMPARE(model.index(0, HealthModel::Status).data().toString(), QStringLiteral("OK"));
        QCOMPARE(model.index(0, HealthModel::Status).data(StateKindRole).toInt(),
                 int(StateKind::Done));
        QCOMPARE(model.index(0, HealthModel::Latency).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(1, HealthModel::Status).data().toString(),
                 QStringLiteral("Not configured"));
        QCOMPARE(model.index(2, HealthModel::Component).data().toString(),
                 QStringLiteral("novelty"));
        QCOMPARE(model.summary(), QStringLiteral("1 degraded · 1 OK · 1 not configured"));
        model.setLost(true);
        QCOMPARE(model.index(0, HealthModel::Status).data().toString(), QStringLiteral("was OK"));
        QCOMPARE(model.index(0, HealthModel::Status).data(StateKindRole).toInt(),
                 int(StateKind::Unknown));
    }

    void health_changesOnlyWhatChanged()
    {
        HealthModel model;
        domain::Health health{domain::HealthStatus::Ok,
                              true,
                              {component("engine", true, domain::HealthStatus::Ok),
                               component("plan", true, domain::HealthStatus::Ok)}};
        model.setHealth(health);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        health.components[1].status = domain::HealthStatus::Down;
        model.setHealth(health);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(reset.count(), 0);
        health.components.pop_back();
        model.setHealth(health);
        QCOMPARE(reset.count(), 1);
    }

    void cache_showsAgesAndASummary()
    {
        CacheScopeModel model;
        const QAbstractItemModelTester tester(&model);
        QVERIFY(model.summary().isEmpty());
        domain::CacheStats stats;
        stats.hits = 992;
        stats.misses = 8;
        stats.size = 26300000;
        stats.callsUsed = 34;
        stats.callsLimit = 120;
        stats.scopes = {{"jobs", "snapshot", 3, 4096, test::at(-12), 7, std::nullopt, {}},
                        {"workstations", "snapshot", 1, 10, std::nullopt, 1, std::nullopt, "ann"}};
        TimeView view;
        view.now = test::at(0);
        model.setTimeView(view);
        model.setStats(stats);
        QCOMPARE(model.index(0, CacheScopeModel::Age).data().toString(), QStringLiteral("12 s"));
        QCOMPARE(model.index(1, CacheScopeModel::Age).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(0, CacheScopeModel::InvalidatedBy).data().toString(),
                 QStringLiteral("–"));
        QVERIFY(model.summary().startsWith(QStringLiteral("Hit rate 99")));
        QVERIFY(model.summary().contains(QStringLiteral("34 of 120 engine calls")));
        stats.hits = stats.misses = 0;
        model.setStats(stats);
        QVERIFY(!model.summary().contains(QStringLiteral("Hit rate"))); // never 0 %
    }

    void config_groupsAndNeverHoldsASecret()
    {
        ConfigModel model;
        const QAbstractItemModelTester tester(&model);
        domain::ConfigReport report;
        report.items = {item("TWS_HOST", "tws", "mdm01", false),
                        item("ADMIN_PASSWORD", "admin", "hunter2-secret", true),
                        item("TWS_PORT", "tws", "31116", false)};
        report.items[1].defaultValue = "hunter2-secret";
        model.setReport(report);
        QCOMPARE(model.rowCount(), 2);
        const QModelIndex tws = model.index(0, 0);
        QCOMPARE(tws.data().toString(), QStringLiteral("TWS"));
        QCOMPARE(model.rowCount(tws), 2);
        QCOMPARE(model.index(1, ConfigModel::Key, tws).data().toString(),
                 QStringLiteral("TWS_PORT"));
        QCOMPARE(model.index(0, ConfigModel::Origin, tws).data().toString(),
                 QStringLiteral("/etc/resync/.env:12"));
        QVERIFY(!everyText(model).contains(QStringLiteral("hunter2")));
        QVERIFY(model.itemAt(model.index(0, 0, model.index(1, 0)))->value == std::nullopt);
        QVERIFY(!model.itemAt(tws));
        QCOMPARE(model.index(0, ConfigModel::Value, model.index(1, 0)).data().toString(),
                 QStringLiteral("••••••••"));

        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        report.items[0].value = "mdm02";
        model.setReport(report);
        QCOMPARE(reset.count(), 0);
        QCOMPARE(model.index(0, ConfigModel::Value, tws).data().toString(),
                 QStringLiteral("mdm02"));
    }
};

QTEST_GUILESS_MAIN(tst_PlainModels)
#include "tst_PlainModels.moc"
