// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/telemetry/AccessLog.h"

#include "shared/core/Log.h"

#include <QtTest>

using namespace resync;
using namespace resync::telemetry;
using namespace std::chrono_literals;

namespace {

/// Keeps all lines as one text.
class TextSink final : public log::Sink
{
public:
    TextSink() { log::install(this); }
    ~TextSink() override { log::install(nullptr); }
    [[nodiscard]] bool accepts(log::Level level, std::string_view) const override
    {
        return level >= log::Level::Info;
    }
    void write(log::Level level, std::string_view, std::string_view message,
               const log::Fields &fields) override
    {
        text += std::string(log::toString(level)) + ' ' + std::string(message);
        for (const log::Field &field : fields)
            text += ' ' + field.name + '=' + field.value;
        text += '\n';
    }

    std::string text;
};

} // namespace

class tst_AccessLog : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void line_isWrittenWhenAskedFor_data();
    void line_isWrittenWhenAskedFor();
    void line_holdsNoSecret();
    void line_ofAnUnreadableRequest();
    void line_namesTheClientAndTheProxy();
    void words_ofTheSetting();
};

void tst_AccessLog::line_isWrittenWhenAskedFor_data()
{
    QTest::addColumn<QByteArray>("which");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("level"); // empty: no line

    QTest::newRow("off") << QByteArray("off") << 500 << QByteArray();
    QTest::newRow("errors, success") << QByteArray("errors") << 304 << QByteArray();
    QTest::newRow("errors, client's") << QByteArray("errors") << 400 << QByteArray("info");
    QTest::newRow("errors, ours") << QByteArray("errors") << 503 << QByteArray("warning");
    QTest::newRow("all") << QByteArray("all") << 200 << QByteArray("info");
}

void tst_AccessLog::line_isWrittenWhenAskedFor()
{
    QFETCH(QByteArray, which);
    QFETCH(int, status);
    QFETCH(QByteArray, level);

    TextSink sink;
    const http::Request request;
    logAccess(accessLogFromWord(which.toStdString()).value(),
              {0, http::Method::Get, "/", status, 5us, 7, &request});
    QCOMPARE(sink.text.empty(), level.isEmpty());
    QVERIFY(sink.text.starts_with(level.toStdString()));
}

void tst_AccessLog::line_holdsNoSecret()
{
    TextSink sink;
    http::Request request;
    request.target = "/api/v1/jobs?token=canary";
    request.path = "/api/v1/jobs";
    request.rawQuery = "token=canary";
    request.query = {{"token", "canary"}};
    request.headers = {{"Authorization", "Basic canary"}};
    request.body = "canary";
    request.requestId = "r-1";
    request.peerAddress = "10.0.0.1";
    logAccess(AccessLog::All, {0, http::Method::Get, "/api/v1/jobs", 200, 1'500us, 42, &request});
    QCOMPARE(sink.text, std::string("info request status=200 duration_us=1500 bytes=42 method=GET "
                                    "path=/api/v1/jobs peer=10.0.0.1 request_id=r-1\n"));
}

void tst_AccessLog::line_ofAnUnreadableRequest()
{
    TextSink sink;
    http::Request request;
    request.requestId = "r-1";
    request.peerAddress = "10.0.0.1";
    http::RequestObserver::Served served{0, {}, "", 400, 0ns, 0, &request};
    logAccess(AccessLog::Errors, served);
    served.foreignMethod = "TRACE";
    request.path = "/";
    logAccess(AccessLog::Errors, served);
    const std::string line = "info request status=400 duration_us=0 bytes=0 ";
    QCOMPARE(sink.text, line + "peer=10.0.0.1 request_id=r-1\n" + line +
                            "method=TRACE path=/ peer=10.0.0.1 request_id=r-1\n");
}

void tst_AccessLog::line_namesTheClientAndTheProxy()
{
    TextSink sink;
    http::Request request;
    request.path = "/";
    request.requestId = "r-1";
    request.peerAddress = "10.0.0.1";
    for (const char *client : {"192.0.2.7", "10.0.0.1"})
        logAccess(AccessLog::All, {0, http::Method::Get, "/", 200, 0us, 0, &request},
                  [client](const http::Request &) { return std::string(client); });
    const std::string line =
        "info request status=200 duration_us=0 bytes=0 method=GET path=/ peer=";
    QCOMPARE(sink.text, line + "192.0.2.7 proxy=10.0.0.1 request_id=r-1\n" + line +
                            "10.0.0.1 request_id=r-1\n");
}

void tst_AccessLog::words_ofTheSetting()
{
    QVERIFY(accessLogFromWord("off") == AccessLog::Off);
    QVERIFY(accessLogFromWord("errors") == AccessLog::Errors);
    QVERIFY(accessLogFromWord("all") == AccessLog::All);
    QVERIFY(!accessLogFromWord("some"));
}

QTEST_APPLESS_MAIN(tst_AccessLog)
#include "tst_AccessLog.moc"
