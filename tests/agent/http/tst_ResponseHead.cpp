// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/ResponseHead.h"

#include <QtTest>

using namespace resync::http;

namespace {

const std::string Tail = "Date: D\r\nX-Request-ID: r\r\nX-Content-Type-Options: nosniff\r\n";

std::string headOf(const Response &response, bool isClosing = false, bool isHttp10Kept = false)
{
    std::string out;
    appendHead(out, response, {"r", "D", isClosing, isHttp10Kept});
    return out;
}

} // namespace

class TestResponseHead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appendHead_writesWhatTheServerAdds();
    void appendHead_namesTheConnection();
    void appendHead_leavesLengthOutWithoutBody_data();
    void appendHead_leavesLengthOutWithoutBody();
    void appendHead_dropsWhatWouldBreakTheMessage();
    void appendHead_keepsADateOfTheAnswer();
    void appendHead_knowsNoReasonForAnOddStatus();
    void asksToClose_readsTheConnectionField();
};

void TestResponseHead::appendHead_writesWhatTheServerAdds()
{
    Response response = Response::make(200, "text/plain", "abc");
    response.headers.push_back({"ETag", "\"1\""});
    QCOMPARE(headOf(response), "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
                               "Content-Length: 3\r\nETag: \"1\"\r\n" +
                                   Tail + "\r\n");
}

void TestResponseHead::appendHead_namesTheConnection()
{
    const Response response = Response::make(404, "", "");
    const std::string common = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n" + Tail;
    QCOMPARE(headOf(response, true), common + "Connection: close\r\n\r\n");
    QCOMPARE(headOf(response, true, true), common + "Connection: close\r\n\r\n");
    QCOMPARE(headOf(response, false, true), common + "Connection: keep-alive\r\n\r\n");
}

void TestResponseHead::appendHead_leavesLengthOutWithoutBody_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("hasLength");
    QTest::newRow("200") << 200 << true;
    QTest::newRow("204") << 204 << false;
    QTest::newRow("304") << 304 << false;
    QTest::newRow("500") << 500 << true;
}

void TestResponseHead::appendHead_leavesLengthOutWithoutBody()
{
    QFETCH(int, status);
    const std::string head = headOf(Response::make(status, "", ""));
    QTEST(head.find("Content-Length") != std::string::npos, "hasLength");
    QTEST(statusAllowsBody(status), "hasLength");
}

void TestResponseHead::appendHead_dropsWhatWouldBreakTheMessage()
{
    Response response = Response::make(200, "text/plain\r\nX-Evil: 1", "abc");
    response.headers = {
        {"content-length", "9"},  {"Transfer-Encoding", "chunked"}, {"Connection", "upgrade"},
        {"X-Request-Id", "mine"}, {"X-Split", "a\r\nX: evil"},      {"X\nY", "1"},
        {"X-Good", "1"}};
    QCOMPARE(headOf(response),
             "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nX-Good: 1\r\n" + Tail + "\r\n");
}

void TestResponseHead::appendHead_keepsADateOfTheAnswer()
{
    Response response = Response::make(200, "", "");
    response.headers.push_back({"Date", "E"});
    const std::string head = headOf(response);
    QVERIFY(head.find("Date: E\r\n") != std::string::npos);
    QVERIFY(head.find("Date: D\r\n") == std::string::npos);
}

void TestResponseHead::appendHead_knowsNoReasonForAnOddStatus()
{
    QVERIFY(headOf(Response::make(299, "", "")).rfind("HTTP/1.1 299 \r\n", 0) == 0);
}

void TestResponseHead::asksToClose_readsTheConnectionField()
{
    Response response = Response::make(200, "", "");
    QVERIFY(!asksToClose(response));
    response.headers.push_back({"connection", "Close"});
    QVERIFY(asksToClose(response));
}

QTEST_APPLESS_MAIN(TestResponseHead)
#include "tst_ResponseHead.moc"
