// SPDX-License-Identifier: GPL-3.0-or-later
// The machine form of the contract against the code that fulfils it: paths, codes, members.
#include "resources/OpenApi.h"
#include "shared/protocol/AuthCodec.h"
#include "shared/protocol/CacheCodec.h"
#include "shared/protocol/ChangesCodec.h"
#include "shared/protocol/ConfigCodec.h"
#include "shared/protocol/CriticalJobCodec.h"
#include "shared/protocol/DependencyCodec.h"
#include "shared/protocol/EventCodec.h"
#include "shared/protocol/HealthCodec.h"
#include "shared/protocol/HistoryCodec.h"
#include "shared/protocol/ImpactCodec.h"
#include "shared/protocol/JobCodec.h"
#include "shared/protocol/JobLogCodec.h"
#include "shared/protocol/JobStreamCodec.h"
#include "shared/protocol/PlanCodec.h"
#include "shared/protocol/Problem.h"
#include "shared/protocol/PromptCodec.h"
#include "shared/protocol/ResourceCodec.h"
#include "shared/protocol/Routes.h"
#include "shared/protocol/RunCodec.h"
#include "shared/protocol/WorkstationCodec.h"
#include "tests/support/Bytes.h"
#include "tests/support/Rows.h"

#include <nlohmann/json.hpp>

#include <QTest>

#include <functional>
#include <set>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;
using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

namespace {

const Json &document()
{
    static const Json Document = Json::parse(openApiJson(), nullptr, false);
    return Document;
}

Names namesOf(const Json &object)
{
    Names names;
    for (const auto &[name, value] : object.items())
        names.push_back(name);
    return names;
}

const Json &resolved(const Json &schema)
{
    const auto at = schema.find("$ref");
    return at == schema.end() ? schema
                              : document().at(Json::json_pointer(at->get<std::string>().substr(1)));
}

/// The members of a schema in order, those of its allOf parts included.
Json propertiesOf(const Json &schema)
{
    Json properties = resolved(schema).value("properties", Json::object());
    const Json parts = resolved(schema).value("allOf", Json::array());
    for (const auto &part : parts) {
        const Json inherited = propertiesOf(part);
        for (const auto &[name, value] : inherited.items())
            properties[name] = value;
    }
    return properties;
}

/// Whether \a written has the members of \a schema in its order, nested objects too.
QByteArray difference(const Json &written, const Json &schema, const std::string &place)
{
    const Json properties = propertiesOf(schema);
    if (!written.is_object() || properties.empty())
        return {};
    if (namesOf(written) != namesOf(properties))
        return bytes(place + ": " + Json(namesOf(written)).dump() + " is written, " +
                     Json(namesOf(properties)).dump() + " is documented");
    for (const auto &[name, value] : written.items()) {
        const Json &member = resolved(properties.at(name));
        const bool isList = value.is_array() && !value.empty() && member.contains("items");
        const auto inner = isList
                               ? difference(value.front(), member.at("items"), place + "." + name)
                               : difference(value, member, place + "." + name);
        if (!inner.isEmpty())
            return inner;
    }
    return {};
}

QByteArray difference(const char *shape, const std::function<void(JsonWriter &)> &write)
{
    std::string text;
    JsonWriter json(text);
    write(json);
    return difference(Json::parse(text, nullptr, false),
                      document().at("components").at("schemas").at(shape), shape);
}

} // namespace

class TestOpenApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEmbeddedText_isTheContractOfThisVersion()
    {
        QVERIFY(document().is_object());
        QCOMPARE(bytes(document().at("openapi").get<std::string>()), QByteArray("3.1.0"));
        QCOMPARE(bytes(document().at("info").at("version").get<std::string>()), bytes(ApiVersion));
    }

    void paths_areTheRoutes()
    {
        const Names documented = namesOf(document().at("paths"));
        const std::set<std::string> inFile(documented.begin(), documented.end());
        const std::set<std::string> inCode(routes::All.begin(), routes::All.end());
        QVERIFY(inFile == inCode);
        QCOMPARE(inCode.size(), routes::All.size());
    }

    void problemCodes_areTheTable()
    {
        const Json &problem = document().at("components").at("schemas").at("Problem");
        const auto documented =
            problem.at("properties").at("code").at("enum").get<std::vector<std::string>>();
        Names known;
        for (const auto &kind : problemKinds())
            known.emplace_back(kind.code);
        QVERIFY(documented == known);
    }

    void statuses_areTheDomains()
    {
        const Json &schemas = document().at("components").at("schemas");
        Names known;
        for (const auto status : domain::AllStatuses)
            known.emplace_back(domain::toString(status));
        QVERIFY(schemas.at("Status").at("enum").get<Names>() == known);
        QVERIFY(namesOf(schemas.at("StatusCounts").at("properties")) == known);
        Names flags;
        for (const auto flag : domain::wordedJobFlags())
            flags.emplace_back(domain::toString(flag));
        QVERIFY(schemas.at("JobFlag").at("enum").get<Names>() == flags);
    }

    void shapes_haveTheDocumentedMembersInOrder()
    {
        const domain::JobCounts counts;
        domain::JobDetail detail;
        detail.dependencies.emplace().emplace_back();
        detail.runs.emplace().emplace_back();
        detail.issues.emplace_back();
        domain::Plan plan;
        plan.window.emplace();
        plan.final.emplace();
        domain::ConfigReport config;
        config.lastReload.emplace();
        config.items.emplace_back();
        domain::CacheStats stats;
        stats.scopes.emplace_back();
        domain::HealthComponent component;
        component.message.emplace();
        const std::vector<domain::ApiToken> apiTokens(1);
        Problem problem;
        problem.errors.emplace_back();
        domain::JobLog log;
        log.lines.emplace_back();
        Dependencies dependencies;
        dependencies.predecessors.emplace().emplace_back();
        dependencies.successors.emplace().emplace_back();
        dependencies.issues.emplace_back();
        ImpactDocument impact;
        impact.summary.deadlinesAtRisk.emplace_back();
        impact.items = {fullJob()};
        domain::Resource resource;
        resource.holders.emplace_back();
        const auto stamp = staleStamp();

        const std::vector<std::pair<const char *, std::function<void(JsonWriter &)>>> shapes = {
            {"Job", [&](JsonWriter &json) { writeJob(json, fullJob()); }},
            {"JobDetail",
             [&](JsonWriter &json) { writeJobDocument(json, fullJob(), detail, stamp); }},
            {"JobStream", [&](JsonWriter &json) { writeJobStream(json, fullStream(), &counts); }},
            {"JobStreamDocument",
             [&](JsonWriter &json) { writeJobStreamDocument(json, fullStream(), &counts, stamp); }},
            {"Workstation", [&](JsonWriter &json) { writeWorkstation(json, fullWorkstation()); }},
            {"WorkstationDocument",
             [&](JsonWriter &json) { writeWorkstationDocument(json, fullWorkstation(), stamp); }},
            {"Plan", [&](JsonWriter &json) { writePlanDocument(json, plan, stamp); }},
            {"Health",
             [&](JsonWriter &json) {
                 writeHealth(json, {domain::HealthStatus::Ok, true, {component}});
             }},
            {"HealthComponent", [&](JsonWriter &json) { writeHealthComponent(json, component); }},
            {"Config", [&](JsonWriter &json) { writeConfigReport(json, config); }},
            {"ConfigSummary", [&](JsonWriter &json) { writeConfigSummary(json, {}); }},
            {"ReloadOutcome", [&](JsonWriter &json) { writeReloadOutcome(json, {}); }},
            {"CacheStats", [&](JsonWriter &json) { writeCacheStats(json, stats); }},
            {"InvalidationReport", [&](JsonWriter &json) { writeInvalidationReport(json, {}); }},
            {"Event",
             [&](JsonWriter &json) { Codec<domain::Event>::write(json, domain::Event()); }},
            {"MetricsHistory",
             [&](JsonWriter &json) {
                 domain::MetricsHistory history;
                 history.series.emplace_back();
                 Codec<domain::MetricsHistory>::write(json, history);
             }},
            {"Login",
             [&](JsonWriter &json) {
                 writeLogin(json, {"u", "p"});
             }},
            {"LoginSession", [&](JsonWriter &json) { writeLoginSession(json, {}); }},
            {"ApiTokenRequest", [&](JsonWriter &json) { writeApiTokenRequest(json, {}); }},
            {"NewApiToken", [&](JsonWriter &json) { writeNewApiToken(json, {}); }},
            {"ApiTokenList", [&](JsonWriter &json) { writeApiTokens(json, apiTokens); }},
            {"Problem", [&](JsonWriter &json) { writeProblem(json, problem); }},
            {"JobRun", [&](JsonWriter &json) { writeJobRun(json, {}); }},
            {"JobLog", [&](JsonWriter &json) { writeJobLog(json, log, stamp.freshness); }},
            {"Dependencies", [&](JsonWriter &json) { writeDependencies(json, dependencies); }},
            {"Impact", [&](JsonWriter &json) { writeImpact(json, impact); }},
            {"Resource", [&](JsonWriter &json) { writeResource(json, resource); }},
            {"Prompt", [&](JsonWriter &json) { writePrompt(json, {}); }},
            {"CriticalJob",
             [&](JsonWriter &json) {
                 writeCriticalJob(json, {fullJob(), {}});
             }},
            {"JobChanges",
             [&](JsonWriter &json) {
                 beginChanges(json, "3f9a.17");
                 writeJob(json, fullJob());
                 endChanges(json, {}, false, stamp.freshness);
             }},
        };
        for (const auto &[shape, write] : shapes)
            QCOMPARE(difference(shape, write), QByteArray());
    }

    void theEnvelope_hasTheDocumentedMembers()
    {
        std::string text;
        JsonWriter json(text);
        beginList(json);
        endList(json, 0, "", freshStamp());
        const Json &envelope = document().at("components").at("schemas").at("Envelope");
        QVERIFY(namesOf(Json::parse(text)) == envelope.at("required").get<Names>());
    }
};

QTEST_APPLESS_MAIN(TestOpenApi)
#include "tst_OpenApi.moc"
