// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/Router.h"

#include <QtTest>

using namespace resync::http;

namespace {

Router router()
{
    Router routes;
    const auto add = [&routes](Method method, const char *pattern) {
        routes.add({method, pattern, [](const Request &, Responder) {}});
    };
    add(Method::Get, "/");
    add(Method::Get, "/jobs");
    add(Method::Get, "/jobs/{id}");
    add(Method::Get, "/jobs/changes");
    add(Method::Get, "/jobs/{id}/log");
    add(Method::Delete, "/jobs/{id}");
    add(Method::Post, "/cache/invalidate");
    add(Method::Get, "/a/{x}/b/{y}");
    add(Method::Head, "/own-head");
    add(Method::Get, "/own-head");
    return routes;
}

} // namespace

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void match_finds_data();
    void match_finds();
    void match_survivesAMove();
};

void TestRouter::match_finds_data()
{
    QTest::addColumn<Method>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("pattern");
    QTest::addColumn<QByteArray>("parameters");
    QTest::addColumn<QByteArray>("allow");
    const auto row = [](const char *name, Method method, const char *path, const char *pattern,
                        const char *parameters, const char *allow) {
        QTest::newRow(name) << method << QByteArray(path) << QByteArray(pattern)
                            << QByteArray(parameters) << QByteArray(allow);
    };
    constexpr auto Read = "GET, HEAD, OPTIONS";
    constexpr auto ReadDelete = "GET, HEAD, DELETE, OPTIONS";

    row("root", Method::Get, "/", "/", "", Read);
    row("literal", Method::Get, "/jobs", "/jobs", "", Read);
    row("pattern", Method::Get, "/jobs/42", "/jobs/{id}", "42", ReadDelete);
    row("other method", Method::Delete, "/jobs/42", "/jobs/{id}", "42", ReadDelete);
    row("literal wins", Method::Get, "/jobs/changes", "/jobs/changes", "", Read);
    row("back from a literal that ends", Method::Get, "/jobs/changes/log", "/jobs/{id}/log",
        "changes", Read);
    row("two parameters", Method::Get, "/a/1/b/2", "/a/{x}/b/{y}", "1,2", Read);
    row("HEAD through GET", Method::Head, "/jobs", "/jobs", "", Read);
    row("HEAD of its own", Method::Head, "/own-head", "/own-head", "", Read);
    row("OPTIONS", Method::Options, "/cache/invalidate", "", "", "POST, OPTIONS");
    row("method not allowed", Method::Post, "/jobs", "", "", Read);
    row("HEAD without GET", Method::Head, "/cache/invalidate", "", "", "POST, OPTIONS");
    row("unknown", Method::Get, "/nothing", "", "", "");
    row("longer", Method::Get, "/jobs/1/log/2", "", "", "");
    row("shorter", Method::Get, "/a/1/b", "", "", "");
    row("trailing slash", Method::Get, "/jobs/", "", "", "");
    row("case counts", Method::Get, "/Jobs", "", "", "");
    row("split before decoding", Method::Get, "/jobs/a%2Fb", "/jobs/{id}", "a/b", ReadDelete);
    row("escaped literal", Method::Get, "/%6Aobs", "/jobs", "", Read);
    row("decoded once", Method::Get, "/jobs/%2541", "/jobs/{id}", "%41", ReadDelete);
    row("plus stays", Method::Get, "/jobs/a+b", "/jobs/{id}", "a+b", ReadDelete);
    row("UTF-8", Method::Get, "/jobs/%C3%A9", "/jobs/{id}", "\xC3\xA9", ReadDelete);
    row("dots are no way up", Method::Get, "/jobs/../jobs", "", "", "");
    row("bad escape", Method::Get, "/jobs/%4", "malformed", "", "");
    row("bad escape elsewhere", Method::Get, "/nothing/%zz", "malformed", "", "");
    row("NUL", Method::Get, "/jobs/%00", "malformed", "", "");
    row("overlong UTF-8", Method::Get, "/jobs/%C0%AF", "malformed", "", "");
    row("asterisk", Method::Get, "*", "", "", "");
    row("empty", Method::Get, "", "", "", "");
}

void TestRouter::match_finds()
{
    QFETCH(Method, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, pattern);
    QFETCH(QByteArray, parameters);
    QFETCH(QByteArray, allow);
    const Router routes = router();
    const Router::Match match = routes.match(method, path.toStdString());

    QCOMPARE(match.isMalformed, pattern == "malformed");
    const std::string found = match.route != nullptr ? match.route->pattern : "";
    QCOMPARE(found, match.isMalformed ? "" : pattern.toStdString());
    std::string joined;
    for (const std::string &parameter : match.parameters)
        joined.append(joined.empty() ? "" : ",").append(parameter);
    QCOMPARE(joined, match.route != nullptr ? parameters.toStdString() : joined);
    QCOMPARE(std::string(match.allow), allow.toStdString());
}

void TestRouter::match_survivesAMove()
{
    Router first = router();
    const Router second = std::move(first);
    QCOMPARE(second.routes().size(), std::size_t(10));
    QVERIFY(second.match(Method::Get, "/jobs").route != nullptr);
    QVERIFY(second.match(Method::Get, "/jobs/1").route != nullptr);
}

QTEST_APPLESS_MAIN(TestRouter)
#include "tst_Router.moc"
