// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/api/Answer.h"
#include "agent/api/Gzip.h"

#include <QTest>

#include <zlib.h>

using namespace resync;
using namespace resync::api;

namespace {

http::Request withHeader(const char *name, const std::string &value)
{
    http::Request request;
    request.headers.push_back({name, value});
    return request;
}

std::string gunzip(const std::string &bytes)
{
    std::string out(1 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = inflate(&stream, Z_FINISH);
    out.resize(result == Z_STREAM_END ? stream.total_out : 0);
    inflateEnd(&stream);
    return out;
}

} // namespace

class tst_Answer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void gzip_isReversible()
    {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += R"({"id":)" + std::to_string(i) + "},";
        const auto packed = gzip(text);
        QVERIFY(packed.size() < text.size() / 4);
        QCOMPARE(gunzip(packed), text);
        QCOMPARE(gunzip(gzip("")), std::string());
    }

    void gzip_isTakenOnlyByWhoTakesIt_data()
    {
        QTest::addColumn<QByteArray>("accepted");
        QTest::addColumn<bool>("expected");
        QTest::newRow("plain word") << QByteArray("gzip") << true;
        QTest::newRow("browser's list") << QByteArray("br, gzip;q=0.8, deflate") << true;
        QTest::newRow("any") << QByteArray("*") << true;
        QTest::newRow("case") << QByteArray("GZip") << true;
        QTest::newRow("refused") << QByteArray("gzip;q=0") << false;
        QTest::newRow("refused in full") << QByteArray("gzip; q=0.000, *") << false;
        QTest::newRow("little wanted") << QByteArray("gzip;q=0.001") << true;
        QTest::newRow("another") << QByteArray("br") << false;
        QTest::newRow("empty") << QByteArray("") << false;
    }
    void gzip_isTakenOnlyByWhoTakesIt()
    {
        QFETCH(QByteArray, accepted);
        QFETCH(bool, expected);
        QCOMPARE(acceptsGzip(withHeader("Accept-Encoding", accepted.toStdString())), expected);
    }

    void entityTag_comparesWeakly_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<bool>("expected");
        QTest::newRow("same") << QByteArray(R"(W/"e-3-f")") << true;
        QTest::newRow("strong form") << QByteArray(R"("e-3-f")") << true;
        QTest::newRow("in a list") << QByteArray(R"("x", W/"e-3-f")") << true;
        QTest::newRow("any") << QByteArray("*") << true;
        QTest::newRow("stale") << QByteArray(R"(W/"e-3-s")") << false;
        QTest::newRow("older") << QByteArray(R"(W/"e-2-f")") << false;
        QTest::newRow("nonsense") << QByteArray("W/") << false;
    }
    void entityTag_comparesWeakly()
    {
        QFETCH(QByteArray, header);
        QFETCH(bool, expected);
        QCOMPARE(matchesEntityTag(withHeader("If-None-Match", header.toStdString()),
                                  entityTag("e", 3, false)),
                 expected);
    }

    void unavailable_saysWhenToComeBack()
    {
        http::Request request;
        request.path = "/api/v1/jobs";
        request.requestId = "r-1";
        const auto response =
            problemAnswer(Error{ErrorKind::Unavailable, "no_plan", "not read yet"}, request);
        QCOMPARE(response.status, 503);
        QCOMPARE(response.headers.at(0).name, std::string("Retry-After"));
        QVERIFY(response.body->find(R"("instance":"/api/v1/jobs")") != std::string::npos);
        QVERIFY(response.body->find(R"("request_id":"r-1")") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(tst_Answer)
#include "tst_Answer.moc"
