// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/RequestReader.h"

#include <boost/asio/buffer.hpp>

#include <QtTest>

#include <string>

using namespace resync::http;

namespace {

const std::string Head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

Router echoRouter()
{
    Router router;
    router.add({Method::Post, "/echo", {}, 1024});
    return router;
}

void feed(RequestReader &reader, const std::string &bytes)
{
    auto &buffer = reader.buffer();
    boost::asio::buffer_copy(buffer.prepare(bytes.size()),
                             boost::asio::buffer(bytes.data(), bytes.size()));
    buffer.commit(bytes.size());
}

} // namespace

/// The reader alone, so that a test says which bytes come together.
class TestRequestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chunkedBody_mayComeByteByByte_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("no chunk") << QByteArray("0\r\n\r\n") << QByteArray();
        QTest::newRow("no chunk, a trailer") << QByteArray("0\r\nX: y\r\n\r\n") << QByteArray();
        QTest::newRow("zeros") << QByteArray("000;a=b\r\n\r\n") << QByteArray();
        QTest::newRow("chunks") << QByteArray("1\r\n0\r\n3\r\n0\r\n\r\n0\r\n\r\n")
                                << QByteArray("00\r\n");
    }

    void chunkedBody_mayComeByteByByte()
    {
        QFETCH(QByteArray, sent);
        const Router router = echoRouter();
        const ServerContext context{{}, router, {}, nullptr, nullptr};
        RequestReader reader(context);
        feed(reader, Head);
        QVERIFY(reader.hasHead());
        QVERIFY(!reader.takeHead() && !reader.findRoute() && !reader.prepareBody(false));
        for (const char byte : sent) {
            QVERIFY(!reader.isComplete());
            feed(reader, std::string(1, byte));
            QVERIFY(!reader.takeBody());
        }
        QVERIFY(reader.isComplete() && reader.isEmpty());
        QTEST(QByteArray::fromStdString(reader.request().body), "body");
    }

    void brokenChunk_isRefusedAtOnce_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::newRow("no size") << QByteArray("1\r\na\r\n\r\n");
        QTest::newRow("an open quote") << QByteArray("03;x=\"a\r\n");
        QTest::newRow("the end without a line end ahead") << QByteArray("1\r\na0");
        QTest::newRow("an open quote later") << QByteArray("1\r\na\r\nA;x=\"a\r\n");
    }

    void brokenChunk_isRefusedAtOnce()
    {
        QFETCH(QByteArray, sent);
        const Router router = echoRouter();
        const ServerContext context{{}, router, {}, nullptr, nullptr};
        RequestReader reader(context);
        feed(reader, Head);
        QVERIFY(reader.hasHead());
        QVERIFY(!reader.takeHead() && !reader.findRoute() && !reader.prepareBody(false));
        for (const char byte : sent.chopped(1)) {
            feed(reader, std::string(1, byte));
            QVERIFY(!reader.takeBody());
        }
        feed(reader, std::string(1, sent.back()));
        const auto refused = reader.takeBody();
        QVERIFY(refused.has_value());
        QCOMPARE(refused->status, 400);
    }
};

QTEST_APPLESS_MAIN(TestRequestReader)
#include "tst_RequestReader.moc"
