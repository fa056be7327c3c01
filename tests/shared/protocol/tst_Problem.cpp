// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/protocol/Problem.h"
#include "tests/support/Bytes.h"

#include <QTest>

#include <set>

using namespace resync;
using namespace resync::protocol;
using namespace resync::test;

class TestProblem : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCode_hasItsStatus_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("retryable");
        const auto row = [](const char *code, int status, bool retryable) {
            QTest::newRow(code) << status << retryable;
        };
        row("bad_request", 400, false);
        row("invalid_parameter", 400, false);
        row("unknown_parameter", 400, false);
        row("invalid_cursor", 400, false);
        row("unauthorized", 401, false);
        row("forbidden", 403, false);
        row("not_found", 404, false);
        row("method_not_allowed", 405, false);
        row("request_timeout", 408, true);
        row("conflict", 409, false);
        row("revision_gone", 410, false);
        row("too_large", 413, false);
        row("rate_limited", 429, true);
        row("locked_out", 429, true);
        row("internal", 500, false);
        row("not_implemented", 501, false);
        row("not_offered_by_engine", 501, false);
        row("engine_unauthorized", 502, false);
        row("engine_protocol", 502, false);
        row("no_plan", 503, true);
        row("not_configured", 503, false);
        row("no_admin_account", 503, false);
        row("engine_unavailable", 503, true);
        row("overloaded", 503, true);
        row("shutting_down", 503, true);
        row("engine_timeout", 504, true);
    }
    void everyCode_hasItsStatus()
    {
        QFETCH(int, status);
        QFETCH(bool, retryable);
        const Problem problem = makeProblem(QTest::currentDataTag(), "Because.");
        QCOMPARE(bytes(problem.code), QByteArray(QTest::currentDataTag()));
        QCOMPARE(problem.status, status);
        QCOMPARE(problem.isRetryable, retryable);
        QVERIFY(!problem.title.empty());
    }

    void theTable_hasNoCodeTwice()
    {
        std::set<std::string_view> codes;
        for (const auto &kind : problemKinds())
            QVERIFY(codes.insert(kind.code).second);
        QCOMPARE(codes.size(), std::size_t(26));
    }

    void errors_becomeProblems()
    {
        for (const auto kind :
             {ErrorKind::InvalidInput, ErrorKind::Unauthorized, ErrorKind::NotFound,
              ErrorKind::Conflict, ErrorKind::Timeout, ErrorKind::Unavailable, ErrorKind::Protocol,
              ErrorKind::Cancelled, ErrorKind::Internal}) {
            const Error error{kind, {}, "why"};
            const Problem problem = makeProblem(error);
            QCOMPARE(bytes(problem.code), bytes(defaultProblemCode(kind)));
            QVERIFY(findProblemKind(problem.code) != nullptr);
            QCOMPARE(bytes(problem.detail), QByteArray("why"));
        }
        QCOMPARE(makeProblem(Error{ErrorKind::Unavailable, "no_plan", "x"}).status, 503);
        QCOMPARE(bytes(makeProblem("never_heard_of", "x").code), QByteArray("internal"));
        QCOMPARE(makeProblem(Error{ErrorKind::Unauthorized, {}, "x"}).status, 502);
    }

    void documents_roundTrip()
    {
        Problem problem = makeProblem("invalid_parameter", "limit is not a number");
        problem.instance = "/api/v1/jobs";
        problem.requestId = "r-1";
        problem.errors = {{"limit", "invalid_parameter", "must be 1 to 10000"}};
        std::string out;
        JsonWriter json(out);
        writeProblem(json, problem);
        QCOMPARE(bytes(out),
                 quoted("{'type':'urn:resync:problem:invalid_parameter',"
                        "'title':'A parameter has a value that is not allowed','status':400,"
                        "'detail':'limit is not a number','instance':'/api/v1/jobs',"
                        "'code':'invalid_parameter','request_id':'r-1','retryable':false,"
                        "'errors':[{'field':'limit','code':'invalid_parameter',"
                        "'message':'must be 1 to 10000'}]}"));
        const auto back = readProblem(out);
        QVERIFY(back && *back == problem);
    }

    void whatIsNoProblem_isRefused()
    {
        QCOMPARE(bytes(readProblem("<html>").error().message), QByteArray("not a JSON document"));
        QCOMPARE(bytes(readProblem("{\"status\":502}").error().message),
                 QByteArray("code: is missing"));
    }
};

QTEST_APPLESS_MAIN(TestProblem)
#include "tst_Problem.moc"
