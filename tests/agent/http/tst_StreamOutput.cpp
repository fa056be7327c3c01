// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/http/StreamOutput.h"

#include <QtTest>

#include <memory>
#include <string>

using namespace resync::http;

namespace {

std::shared_ptr<const std::string> text(std::string value)
{
    return std::make_shared<const std::string>(std::move(value));
}

/// Everything that is to be sent now, taken \a step bytes at a time.
std::string drain(StreamOutput &output, std::size_t step = 1U << 20U)
{
    std::string sent;
    while (!output.next().empty()) {
        std::string now;
        for (const auto &buffer : output.next())
            now.append(static_cast<const char *>(buffer.data()), buffer.size());
        now.resize(std::min(step, now.size()));
        sent += now;
        output.consume(now.size());
    }
    return sent;
}

} // namespace

class TestStreamOutput : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chunked_gathersWhatWaits_data();
    void chunked_gathersWhatWaits();
    void plain_sendsTextsAsTheyAre();
    void text_isSharedAndNotCopied();
    void manyTexts_goOutInSeveralChunks();
    void consume_tellsWhichTextBytesAreDone();
    void finish_refusesFurtherTexts();
};

void TestStreamOutput::chunked_gathersWhatWaits_data()
{
    QTest::addColumn<int>("step");
    for (const int step : {1, 2, 3, 7, 1000})
        QTest::newRow(QByteArray::number(step).constData()) << step;
}

void TestStreamOutput::chunked_gathersWhatWaits()
{
    QFETCH(int, step);
    const auto size = static_cast<std::size_t>(step);
    StreamOutput output;
    output.begin("HEAD", true);
    QCOMPARE(drain(output, size), std::string("HEAD"));
    output.add(text("abc"));
    output.add(text(""));
    output.add(nullptr);
    output.add(text("0123456789abc"));
    QCOMPARE(drain(output, size), std::string("10\r\nabc0123456789abc\r\n"));
    QVERIFY(!output.isDone());
    output.add(text("z"));
    output.finish();
    QCOMPARE(drain(output, size), std::string("1\r\nz\r\n0\r\n\r\n"));
    QVERIFY(output.isDone());
    QVERIFY(output.next().empty());
}

void TestStreamOutput::plain_sendsTextsAsTheyAre()
{
    StreamOutput output;
    output.add(text("first"));
    output.begin("HEAD", false);
    output.add(text("second"));
    QCOMPARE(drain(output, 4), std::string("HEADfirstsecond"));
    output.finish();
    QCOMPARE(drain(output), std::string());
    QVERIFY(output.isDone());
}

void TestStreamOutput::text_isSharedAndNotCopied()
{
    const auto shared = text("event");
    StreamOutput one;
    StreamOutput two;
    for (StreamOutput *output : {&one, &two}) {
        output->begin("", true);
        output->add(shared);
        QVERIFY(output->next().at(1).data() == shared->data());
    }
    QCOMPARE(shared.use_count(), 3L);
    drain(one);
    drain(two);
    QCOMPARE(shared.use_count(), 1L);
}

void TestStreamOutput::manyTexts_goOutInSeveralChunks()
{
    StreamOutput output;
    output.begin("", true);
    for (int i = 0; i < 1000; ++i)
        output.add(text("x"));
    QVERIFY(output.next().size() <= 64); // what one system call takes
    output.finish();
    const std::string sent = drain(output);
    QCOMPARE(std::count(sent.begin(), sent.end(), 'x'), 1000);
    QVERIFY(sent.ends_with("\r\n0\r\n\r\n"));
}

void TestStreamOutput::consume_tellsWhichTextBytesAreDone()
{
    StreamOutput output;
    output.begin("HEAD", true);
    output.add(text("abc"));
    QCOMPARE(output.next().size(), std::size_t(3));
    QCOMPARE(output.consume(8), std::size_t(0));
    QCOMPARE(output.consume(4), std::size_t(3)); // "bc" and the line end
    QVERIFY(output.next().empty());
}

void TestStreamOutput::finish_refusesFurtherTexts()
{
    StreamOutput output;
    output.begin("", true);
    output.finish();
    output.add(text("late"));
    QCOMPARE(drain(output), std::string("0\r\n\r\n"));
}

QTEST_APPLESS_MAIN(TestStreamOutput)
#include "tst_StreamOutput.moc"
