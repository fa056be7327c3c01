// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/RequestPolicy.h"

#include <QtTest>

#include <string>

using namespace resync::http;

namespace {

const QByteArray Get = "GET / HTTP/1.1\r\n";
const QByteArray Host = "Host: a\r\n";

} // namespace

class TestRequestPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checkRequestHead_takes_data();
    void checkRequestHead_takes();
    void checkRequestHead_refuses_data();
    void checkRequestHead_refuses();
    void checkRequestHead_judgesSizes_data();
    void checkRequestHead_judgesSizes();
};

void TestRequestPolicy::checkRequestHead_takes_data()
{
    QTest::addColumn<QByteArray>("head");
    const auto row = [](const char *name, const QByteArray &head) { QTest::newRow(name) << head; };

    row("plain GET", Get + Host + "\r\n");
    row("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n");
    row("HTTP/1.0 with Host", "GET / HTTP/1.0\r\n" + Host + "\r\n");
    row("empty Host", Get + "Host:\r\n\r\n");
    row("Host with port", Get + "Host: server.example:8000\r\n\r\n");
    row("Host is an IPv6 literal", Get + "Host: [::1]:8000\r\n\r\n");
    row("field name in another case", Get + "hOsT: a\r\n\r\n");
    row("blanks around a value", Get + "Host: \t a \t\r\n\r\n");
    row("empty value", Get + Host + "X-Empty:\r\n\r\n");
    row("obs-text in a value", Get + Host + "X-Name: J\xF6rg\r\n\r\n");
    row("tab inside a value", Get + Host + "X-Tab: a\tb\r\n\r\n");
    row("every mark of a token", Get + Host + "!#$%&'*+-.^_`|~: x\r\n\r\n");
    row("Content-Length", "POST / HTTP/1.1\r\n" + Host + "Content-Length: 12\r\n\r\n");
    row("chunked", "POST / HTTP/1.1\r\n" + Host + "Transfer-Encoding: Chunked\r\n\r\n");
    row("query and escapes", "GET /a%20b?x=%C3%A9&y=[1|2] HTTP/1.1\r\n" + Host + "\r\n");
    row("absolute-form", "GET http://a:80/x?y HTTP/1.1\r\n" + Host + "\r\n");
    row("absolute-form, https, no path", "GET HTTPS://a HTTP/1.1\r\n" + Host + "\r\n");
    row("asterisk", "OPTIONS * HTTP/1.1\r\n" + Host + "\r\n");
    row("Expect", Get + Host + "Expect: 100-Continue\r\n\r\n");
    row("Authorization", Get + Host + "Authorization: Basic eDp5\r\n\r\n");
    row("any expectation in 1.0", "GET / HTTP/1.0\r\nExpect: a-miracle\r\n\r\n");
    for (const char *method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
        row(method, QByteArray(method) + " / HTTP/1.1\r\n" + Host + "\r\n");
}

void TestRequestPolicy::checkRequestHead_takes()
{
    QFETCH(QByteArray, head);
    const auto violation = checkRequestHead(head.toStdString(), {});
    QVERIFY2(!violation, violation ? violation->detail.c_str() : "");
}

void TestRequestPolicy::checkRequestHead_refuses_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &head, int status = 400) {
        QTest::newRow(name) << head << status;
    };
    const auto field = [&row](const char *name, const QByteArray &lines) {
        row(name, "POST / HTTP/1.1\r\n" + Host + lines + "\r\n");
    };

    row("nothing", "");
    row("only an empty line", "\r\n");
    row("no version (HTTP/0.9)", "GET /\r\n\r\n");
    row("bare LF after the request line", "GET / HTTP/1.1\n" + Host + "\r\n");
    row("bare LF after a field", Get + "Host: a\n\r\n");
    row("bare LF as the empty line", Get + Host + "\n");
    row("bare CR in a value", Get + "Host: a\rb\r\n\r\n");
    row("bare CR in the request line", "GET /\r HTTP/1.1\r\n" + Host + "\r\n");
    row("not ended", Get + Host);
    row("bytes behind the empty line", Get + Host + "\r\nGET");
    row("two blanks in the request line", "GET  / HTTP/1.1\r\n" + Host + "\r\n");
    row("blank before the method", " GET / HTTP/1.1\r\n" + Host + "\r\n");
    row("blank after the version", "GET / HTTP/1.1 \r\n" + Host + "\r\n");
    row("tab instead of a blank", "GET\t/ HTTP/1.1\r\n" + Host + "\r\n");
    row("method is no token", "G(T / HTTP/1.1\r\n" + Host + "\r\n");
    row("HTTP/1.2", "GET / HTTP/1.2\r\n" + Host + "\r\n");
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\n");
    row("version in lower case", "GET / http/1.1\r\n" + Host + "\r\n");
    row("HTTP/1.10", "GET / HTTP/1.10\r\n" + Host + "\r\n");

    row("target without slash", "GET a HTTP/1.1\r\n" + Host + "\r\n");
    row("asterisk for GET", "GET * HTTP/1.1\r\n" + Host + "\r\n");
    row("another scheme", "GET ftp://a/ HTTP/1.1\r\n" + Host + "\r\n");
    row("no authority", "GET http:///x HTTP/1.1\r\n" + Host + "\r\n");
    row("user info in the authority", "GET http://u@a/ HTTP/1.1\r\n" + Host + "\r\n");
    row("fragment", "GET /a#b HTTP/1.1\r\n" + Host + "\r\n");
    row("raw byte >= 0x80 in the target", "GET /\xC3\xA9 HTTP/1.1\r\n" + Host + "\r\n");
    row("NUL in the target", QByteArray("GET /\0 HTTP/1.1\r\n", 18) + Host + "\r\n");
    row("DEL in the target", "GET /\x7F HTTP/1.1\r\n" + Host + "\r\n");

    row("no Host in 1.1", Get + "\r\n");
    row("two Hosts", Get + Host + Host + "\r\n");
    row("two Hosts in 1.0", "GET / HTTP/1.0\r\n" + Host + Host + "\r\n");
    row("Host with a path", Get + "Host: a/b\r\n\r\n");
    row("Host with user info", Get + "Host: u@a\r\n\r\n");
    row("Host with a list", Get + "Host: a, b\r\n\r\n");
    row("Host with a port of letters", Get + "Host: a:http\r\n\r\n");
    row("Host with two colons", Get + "Host: a:1:2\r\n\r\n");
    row("Host with an open bracket", Get + "Host: [::1\r\n\r\n");
    row("Host with text behind the bracket", Get + "Host: [::1]x\r\n\r\n");

    row("obs-fold", Get + Host + "X-A: 1\r\n 2\r\n\r\n");
    row("obs-fold with a tab", Get + Host + "X-A: 1\r\n\t2\r\n\r\n");
    row("blank line begins the fields", Get + " " + Host + "\r\n");
    field("blank before the colon", "X-A : 1\r\n");
    field("no colon", "X-A\r\n");
    field("no name", ": 1\r\n");
    field("name is no token", "X(A): 1\r\n");
    field("control byte in a name", "X\x01: 1\r\n");
    field("control byte in a value", "X-A: \x01\r\n");
    field("NUL in a value", QByteArray("X-A: \0\r\n", 8));
    field("DEL in a value", "X-A: \x7F\r\n");

    field("Content-Length twice, equal", "Content-Length: 1\r\nContent-Length: 1\r\n");
    field("Content-Length as a list", "Content-Length: 1, 1\r\n");
    field("Content-Length with a sign", "Content-Length: +1\r\n");
    field("Content-Length below zero", "Content-Length: -1\r\n");
    field("Content-Length in hex", "Content-Length: 0x10\r\n");
    field("Content-Length empty", "Content-Length:\r\n");
    field("Content-Length beyond 64 bits", "Content-Length: 18446744073709551616\r\n");
    field("Transfer-Encoding xchunked", "Transfer-Encoding: xchunked\r\n");
    field("Transfer-Encoding identity", "Transfer-Encoding: identity\r\n");
    field("Transfer-Encoding gzip, chunked", "Transfer-Encoding: gzip, chunked\r\n");
    field("Transfer-Encoding chunked, gzip", "Transfer-Encoding: chunked, gzip\r\n");
    field("Transfer-Encoding chunked, chunked", "Transfer-Encoding: chunked, chunked\r\n");
    field("Transfer-Encoding quoted", "Transfer-Encoding: \"chunked\"\r\n");
    field("Transfer-Encoding empty", "Transfer-Encoding:\r\n");
    field("Transfer-Encoding twice",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    field("length and chunks", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n");
    field("chunks and length", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n");
    row("chunks in 1.0", "POST / HTTP/1.0\r\n" + Host + "Transfer-Encoding: chunked\r\n\r\n");

    row("Authorization twice", Get + Host + "Authorization: a\r\nauthorization: b\r\n\r\n");
    row("TRACE", "TRACE / HTTP/1.1\r\n" + Host + "\r\n", 501);
    row("CONNECT", "CONNECT a:443 HTTP/1.1\r\n" + Host + "\r\n", 501);
    row("another expectation", Get + Host + "Expect: a-miracle\r\n\r\n");
    row("two expectations", Get + Host + "Expect: 100-continue, a\r\n\r\n");
    row("empty expectation", Get + Host + "Expect:\r\n\r\n");
    row("unknown method", "BREW / HTTP/1.1\r\n" + Host + "\r\n", 501);
    row("method in lower case", "get / HTTP/1.1\r\n" + Host + "\r\n", 501);
}

void TestRequestPolicy::checkRequestHead_refuses()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    const auto violation = checkRequestHead(head.toStdString(), {});
    QVERIFY(violation);
    QCOMPARE(violation->status, status);
    QCOMPARE(violation->code, std::string(status == 501 ? "not_implemented" : "bad_request"));
    QVERIFY(!violation->detail.empty());
}

void TestRequestPolicy::checkRequestHead_judgesSizes_data()
{
    QTest::addColumn<int>("targetBytes");
    QTest::addColumn<int>("headBytes");
    QTest::addColumn<bool>("isEnded");
    QTest::addColumn<int>("status");
    QTest::newRow("both at their limits") << 100 << 400 << true << 0;
    QTest::newRow("target one too long") << 101 << 400 << true << 414;
    QTest::newRow("head one too large") << 100 << 401 << true << 431;
    QTest::newRow("both: the target is named") << 101 << 401 << true << 414;
    QTest::newRow("head too large and not ended") << 100 << 401 << false << 431;
    QTest::newRow("target that never ends") << 401 << 401 << false << 414;
}

void TestRequestPolicy::checkRequestHead_judgesSizes()
{
    QFETCH(int, targetBytes);
    QFETCH(int, headBytes);
    QFETCH(bool, isEnded);
    QFETCH(int, status);
    std::string head = "GET /" + std::string(static_cast<std::size_t>(targetBytes) - 1, 'a');
    head += " HTTP/1.1\r\nHost: a\r\nX: ";
    const std::string end = isEnded ? "\r\n\r\n" : "";
    const auto size = static_cast<std::size_t>(headBytes);
    if (head.size() + end.size() < size)
        head.append(size - head.size() - end.size(), 'x');
    const auto violation = checkRequestHead(head + end, {400, 100});
    QCOMPARE(violation ? violation->status : 0, status);
}

QTEST_APPLESS_MAIN(TestRequestPolicy)
#include "tst_RequestPolicy.moc"
